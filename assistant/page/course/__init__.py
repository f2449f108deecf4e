"""The page that makes course material: a form, a preview, and the files to download.

Nothing is kept between two requests: all that was chosen stands in the form that is sent.
"""

from assistant.page.course.page import CoursePage

__all__ = ["CoursePage"]
