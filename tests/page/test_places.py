"""Places at the desk fall to who came first, and to nobody who does not wait any more."""

from __future__ import annotations

import threading

from assistant.page.places import Places


def test_who_came_first_is_next_and_who_left_is_passed_over() -> None:
    places = Places(2)
    asked = [places.ask() for _ in range(6)]

    def served() -> list[bool]:
        return [one.done() and not one.cancelled() for one in asked]

    assert served() == [True, True, False, False, False, False]
    places.leave(asked[2])
    places.leave(asked[1])
    assert served() == [True, True, False, True, False, False]
    places.leave(asked[0])
    places.leave(asked[3])
    assert served() == [True, True, False, True, True, True]
    for one in asked[4:]:
        places.leave(one)
    assert [places.ask().done() for _ in range(3)] == [True, True, False]


def test_many_at_once_neither_lose_a_place_nor_share_one() -> None:
    places = Places(3)
    inside, most = 0, 0
    lock = threading.Lock()

    def visit(number: int) -> None:
        nonlocal inside, most
        for _ in range(200):
            place = places.ask()
            if number % 2:
                places.leave(place)
                continue
            place.result(60)
            with lock:
                inside += 1
                most = max(most, inside)
            with lock:
                inside -= 1
            places.leave(place)

    visitors = [threading.Thread(target=visit, args=(one,)) for one in range(12)]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    assert most <= 3
    assert [places.ask().done() for _ in range(4)] == [True, True, True, False]
