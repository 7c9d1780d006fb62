"""What a recruiter may fill in when a task of a play is done, and how it is read. Pure."""

from shared.forms.form import Form, form_of, read
from shared.forms.question import Answer, Given, Kind, Question, in_words

__all__ = ["Answer", "Form", "Given", "Kind", "Question", "form_of", "in_words", "read"]
