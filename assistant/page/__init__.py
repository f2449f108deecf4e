"""The chat page. Importing it keeps Gradio and the Hugging Face hub from calling home.

Both read these variables once, at their own import, so they are set here: before any module of
this package can import Gradio. Two of the three alone still contacted huggingface.co.
"""

import os

os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    GRADIO_RUN_HISTORY="False",
    HF_HUB_OFFLINE="1",
    DO_NOT_TRACK="1",
)
