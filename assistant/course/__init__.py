"""Course material with a source under every line, without a chat model.

:func:`assistant.course.course.make_course` chooses what belongs to a subject and makes items of it,
each resting on verified citations; :func:`assistant.course.files.write_course` turns those into
files.
"""
