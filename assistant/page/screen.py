"""What the page shows of a conversation: pure functions from its steps to HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.answer import Answer, Reply
from assistant.page.answer_text import answer_html, draft_html, question_html, waiting_html
from assistant.page.answer_tools import suggestions_html, tools_html
from assistant.page.conversation import Answered, Conversation, Step
from assistant.page.editions import Edition
from assistant.page.examples import examples_in
from assistant.page.nearby import nearby_html
from assistant.page.site import Links
from assistant.page.source_card import Reader
from assistant.page.sources import sources_html
from assistant.page.suggestions import SUGGESTIONS_MAX
from assistant.page.within import searched_in
from assistant.texts import load_texts
from corpus import Language

# Said without the sources: there is nothing to copy, or to judge.
_SPOKEN = frozenset({"courtesy", "about_assistant"})


@dataclass(frozen=True, slots=True)
class Screen:
    """The page in one language.

    :param current: returns the edition of now.
    :param links: the way from this page to the others.
    :param can_judge: whether readers are asked what they think of an answer.
    """

    current: Callable[[], Edition]
    language: Language
    links: Links
    can_judge: bool

    @property
    def reader(self) -> Reader:
        """For whom everything is made."""
        return Reader(self.language, self.links)

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of the interface."""
        return load_texts(self.language)

    def within(self, chosen: Sequence[str]) -> str:
        """Return the name of the control that tells which documents are searched in."""
        where = searched_in(chosen, self.current().documents, self.language)
        return self.texts["page.within"].format(where=where)

    def pending(self, chosen: Sequence[str]) -> str:
        """Return what stands for a question until the server has shown it."""
        count = len(chosen) or len(self.current().documents)
        return f'<div class="asked"></div>{waiting_html(count, self.texts)}'

    def messages(self, step: Step) -> list[dict[str, str]]:
        """Return the messages of a conversation, as a chatbot takes them."""
        answered = step.conversation.answered
        shown = [
            message
            for turn, one in enumerate(answered, start=1)
            for message in (
                _message("user", question_html(one.reply.question)),
                _message("assistant", self._answer_html(one, turn)),
            )
        ]
        asking = step.conversation.asking
        if asking:
            turn = len(answered) + 1
            draft = draft_html(step.draft, asking, turn, step.documents, self.reader)
            shown += [_message("user", question_html(asking)), _message("assistant", draft)]
        return shown

    def panel(self, step: Step) -> str:
        """Return the sources of the answers, and those of a draft that are verified."""
        edition = self.current()
        replies = step.conversation.replies
        of_each = [one.documents for one in step.conversation.answered]
        if step.draft is not None and step.draft.citations:
            replies = (*replies, _reply_so_far(step))
            of_each.append(step.documents)
        return sources_html(replies, edition.documents, self.reader, of_each)

    def further(self, conversation: Conversation, questions: Sequence[str]) -> str:
        """Return the questions to ask next; the examples where a question led nowhere."""
        if not conversation.answered:
            return ""
        answer = conversation.answered[-1].reply.answer
        if answer.outcome == "outside_subject":
            edition = self.current()
            asked = {reply.question for reply in conversation.replies}
            examples = examples_in(answer.language, edition.documents)
            questions = [one for one in examples if one not in asked][:SUGGESTIONS_MAX]
        return suggestions_html(
            questions, answer.language, self.reader, is_refused=answer.is_refusal
        )

    def _answer_html(self, answered: Answered, turn: int) -> str:
        reply = answered.reply
        documents = answered.documents
        answer = answer_html(reply, turn, documents, self.reader)
        if reply.answer.outcome in _SPOKEN:
            return answer
        can_judge = self.can_judge and not answered.is_loaded
        tools = tools_html(answered, turn, documents, self.texts, can_judge=can_judge)
        if answered.is_loaded:
            answer += f'<p class="made-by">{escape(self.texts["page.loaded"])}</p>'
        return answer + nearby_html(reply, documents, self.reader) + tools


def _message(role: str, html: str) -> dict[str, str]:
    return {"role": role, "content": html}


def _reply_so_far(step: Step) -> Reply:
    draft = step.draft
    assert draft is not None
    asking = step.conversation.asking
    answer = Answer(draft.text, draft.language, "answered", "", draft.citations)
    return Reply(asking, draft.standalone_question, answer)
