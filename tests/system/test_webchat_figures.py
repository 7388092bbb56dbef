"""What /metrics tells of the web chat."""

from chat_client import Visitor
from servers import eventually
from test_webchat import apply


def test_the_figures_tell_of_pages_visitors_and_messages(switchroom, workspace, tmp_path):
    apply(switchroom, workspace, tmp_path)
    visitor = Visitor(switchroom.port).connect()
    visitor.until("message", id=visitor.write("Hello"))
    window = Visitor(switchroom.port)
    window.token = visitor.token
    window.connect()
    window.until("message")
    quiet = Visitor(switchroom.port).connect()
    assert switchroom.metric("switchroom_chat_open_sockets") == 3
    assert switchroom.metric("switchroom_chat_visitors") in (2, 3), "one visitor has two windows, perhaps on two threads"
    page = switchroom.get("/metrics")[1].decode()
    assert 'switchroom_chat_messages_total{direction="in"} 1\n' in page and 'switchroom_chat_messages_total{direction="out"} 2\n' in page
    for one in (visitor, window, quiet):
        one.cut()
    eventually("they are gone", lambda: switchroom.metric("switchroom_chat_open_sockets") == switchroom.metric("switchroom_chat_visitors") == 0)
    assert switchroom.metric("switchroom_chat_slow_readers_total") == switchroom.metric("switchroom_chat_refused_total") == 0
