import os
from webim import Client

webim = Client(os.environ["WEBIM_URL"], os.environ["WEBIM_TOKEN"])
me = webim.me()
for event in webim.feed():
    message = event.message
    if event.type == "message.sent" and message and message.text and message.sender_id != me.id:
        webim.answer(event, message.text)
