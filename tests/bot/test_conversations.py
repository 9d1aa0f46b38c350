"""Who saw which list where."""

from __future__ import annotations

import sys
import threading

from bot.conversations import Conversations
from bot.session import Memory


def test_one_s_own_list_or_a_later_public_one_is_meant() -> None:
    seen = Conversations()
    mine, ours = Memory(command="mine"), Memory(command="ours")
    seen.remember(1, 7, mine, is_private=True)
    assert seen.memory(1, 7) is mine
    assert seen.memory(1, 8) == Memory()
    seen.remember(1, 8, ours, is_private=False)
    assert seen.memory(1, 7) is ours
    assert seen.memory(2, 7) == Memory()


def test_several_threads_may_note_and_ask_at_once() -> None:
    seen = Conversations(most=3)
    faults: list[Exception] = []

    def talk(first: int) -> None:
        try:
            for number in range(3000):
                seen.remember(first + number % 5, number % 3, Memory(), is_private=False)
                seen.memory(number % 7, number % 3)
        except Exception as error:  # noqa: BLE001 - whichever a cache may raise that broke
            faults.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    threads = [threading.Thread(target=talk, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(before)
    assert faults == []
