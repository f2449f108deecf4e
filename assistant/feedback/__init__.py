"""What readers think of answers: kept for as long as the settings say."""

from assistant.feedback.errors import FeedbackInvalid, FeedbackNotWritten
from assistant.feedback.store import Feedback, FeedbackStore, Verdict

__all__ = ["Feedback", "FeedbackInvalid", "FeedbackNotWritten", "FeedbackStore", "Verdict"]
