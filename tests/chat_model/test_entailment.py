"""The learned judge of statements: the network it computes, and what it can tell apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.chat_model.entailment import PURPOSE, Entailment, statement_states
from eval.training.entailment import Entailment as Trained
from eval.training.network import save_networks
from index.embedding.light import LightModel

QUOTATION = "De leidinggevende reageert binnen tien werkdagen op het verzoek van de medewerker."
STATEMENT = "De medewerker krijgt binnen tien werkdagen antwoord van de leidinggevende."


def test_numpy_computes_what_was_trained_in_torch(model: LightModel, tmp_path: Path) -> None:
    torch.manual_seed(3)
    network = Trained().eval()
    save_networks({PURPOSE: [network]}, tmp_path / "entailment.npz")
    network.load_state_dict(
        {name: value.half().float() for name, value in network.state_dict().items()}
    )
    texts = [torch.from_numpy(statement_states(model, one))[None] for one in (STATEMENT, QUOTATION)]
    said, quoted = texts
    with torch.no_grad():
        expected = network(
            said,
            torch.ones(said.shape[:2], dtype=torch.bool),
            quoted,
            torch.ones(quoted.shape[:2], dtype=torch.bool),
        )
    found = Entailment(model, tmp_path / "entailment.npz").log_odds(STATEMENT, QUOTATION)
    np.testing.assert_allclose(found, float(expected[0]), atol=1e-3)


@pytest.mark.parametrize(
    ("fair", "lie", "quotation"),
    [
        (
            STATEMENT,
            "De medewerker reageert binnen tien werkdagen op het verzoek van de leidinggevende.",
            QUOTATION,
        ),
        (
            "You can hand in your old bicycle free of charge on Saturdays.",
            "You can hand in your old bicycle free of charge on any day of the week.",
            "On Saturdays residents can bring their old bicycles to the depot at no cost.",
        ),
    ],
)
def test_what_a_quotation_carries_is_likelier_than_what_it_does_not(
    model: LightModel, fair: str, lie: str, quotation: str
) -> None:
    judge = Entailment(model)
    assert judge.log_odds(fair, quotation) > judge.log_odds(lie, quotation)


def test_nothing_is_carried_by_nothing(model: LightModel) -> None:
    assert Entailment(model).log_odds(STATEMENT, "") == float("-inf")
