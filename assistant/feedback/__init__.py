"""What readers think of answers: kept on this machine, for as long as the settings say."""

from assistant.feedback.errors import FeedbackInvalid, FeedbackUnavailable
from assistant.feedback.store import Feedback, FeedbackStore, Verdict

__all__ = ["Feedback", "FeedbackInvalid", "FeedbackStore", "FeedbackUnavailable", "Verdict"]
