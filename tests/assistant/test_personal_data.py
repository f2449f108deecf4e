"""What is recognised as personal data before a question is sent, and what is not."""

from __future__ import annotations

import random

import pytest

from assistant.personal_data import find_personal_data


def kinds(text: str) -> list[str]:
    return [found.kind for found in find_personal_data(text)]


@pytest.mark.parametrize(
    "number",
    ["111222333", "123456782", "111.222.333", "111 222 333", "1112.22.333", "1112 22 333",
     "111-222-333", "111\u00a0222\u00a0333", "010000008"],
)  # fmt: skip
@pytest.mark.parametrize(
    "sentence", ["{}", "Mijn BSN is {}.", "bsn:{}, wat nu?", "({})", "In 2025 kreeg {} een brief"]
)
def test_a_citizen_service_number_is_found_where_it_stands(number: str, sentence: str) -> None:
    text = sentence.format(number)
    (found,) = find_personal_data(text)
    assert found.kind == "bsn"
    assert text[found.start : found.end] == number


@pytest.mark.parametrize(
    "text",
    [
        "111222334",  # fails the 11-test
        "000000000",
        "1112223334",  # ten digits
        "11122233",
        "NL111222333B01",  # a VAT number
        "€ 111.222.333",
        "€111.222.333",
        "111.222.333,00",
        "€ 1.111.222.333",
        "+31 111222333",
        "+31 (0)111222333",
        "0031 111 222 333",
        "+32 111 222 333",
        "10 111 222 333",
        "111 222 333 44",
        "192.111.222.333",
        "van 2019 2020 2021 tot 2024",
    ],
)
def test_another_number_is_no_citizen_service_number(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "number",
    ["NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "nl91 abna 0417 1643 00", "BE68539007547034",
     "DE89 3704 0044 0532 0130 00", "GB82-WEST-1234-5698-7654-32", "NL91.ABNA.0417.1643.00"],
)  # fmt: skip
@pytest.mark.parametrize("sentence", ["{}", "Naar {} is het geld gegaan.", "iban:{}."])
def test_an_account_number_is_found_where_it_stands(number: str, sentence: str) -> None:
    text = sentence.format(number)
    (found,) = find_personal_data(text)
    assert found.kind == "iban"
    assert text[found.start : found.end] == number


@pytest.mark.parametrize(
    "text",
    ["NL92ABNA0417164300", "NL91ABNA04171643001", "XX91ABNA0417164300", "NL91 ABNA", "NL91",
     "ISO 11367", "AB12 is een bericht over de gemeente en het opgaveteam"],
)  # fmt: skip
def test_what_fails_the_check_is_no_account_number(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "address", ["jan.jansen@gemeente.nl", "j+werk@mail.example.co.uk", "JAN_1@x-y.org"]
)
def test_an_e_mail_address_is_found_where_it_stands(address: str) -> None:
    for text in (address, f"Mail <{address}>, graag.", f"mailto:{address}."):
        (found,) = find_personal_data(text)
        assert found.kind == "email"
        assert text[found.start : found.end] == address


@pytest.mark.parametrize("text", ["@gemeente", "jan@gemeente", "a @ b.nl", "5 @ 3", "@x.nl"])
def test_an_at_sign_alone_is_no_address(text: str) -> None:
    assert kinds(text) == []


def test_several_are_told_in_the_order_of_the_text() -> None:
    text = "a@b.nl heeft NL91ABNA0417164300 en 111222333, b@c.nl niets"
    assert kinds(text) == ["email", "iban", "bsn", "email"]


def test_ordinary_numbers_and_telephone_numbers_raise_no_alarm() -> None:
    generator = random.Random(20261121)

    def digits(count: int) -> str:
        return "".join(generator.choice("0123456789") for _ in range(count))

    for _ in range(300):
        ordinary = (
            f"In {generator.randint(1900, 2100)} en {generator.randint(1900, 2100)}",
            f"tekens {generator.randint(0, 99_999)} tot {generator.randint(0, 9_999_999)}",
            f"artikel {generator.randint(1, 400)}.{generator.randint(1, 99)}",
            f"€ {generator.randint(1, 999)}.{digits(3)}.{digits(3)} of € {digits(6)},{digits(2)}",
            f"06-{digits(8)}, 06 {digits(8)}, 06{digits(8)}",
            f"+316{digits(8)}, 00316{digits(8)}, +31 6{digits(8)}, +31 (0)6{digits(8)}",
            f"+31 6 {digits(4)} {digits(4)}, +32 4{digits(2)} {digits(3)} {digits(3)}",
            f"010-{digits(7)}, (010) {digits(3)} {digits(2)} {digits(2)}, 0900-{digits(4)}",
            f"06 {digits(2)} {digits(2)} {digits(2)} {digits(2)}, 06 {digits(3)} {digits(3)}",
            f"{digits(4)} AB, KvK {digits(8)}, zaak 2026-{digits(6)}, ISBN 978{digits(10)}",
        )
        for text in ordinary:
            assert kinds(text) == [], text


def test_a_long_text_is_read_in_no_time_at_all() -> None:
    """Each of these made a pattern without bounds run for minutes; the test would time out."""
    for text in ("1" * 200_000, "a." * 100_000, "a@" * 100_000, "NL91 " * 40_000, "1 " * 100_000):
        assert kinds(text) == []
