"""A provider's API as a real HTTP server of a test."""

import http.server
import json
import threading


class ProviderServer:
    """Keeps what was asked as (path, headers, JSON) and answers as `answer` says; `None` holds the connection open for ever."""

    def __init__(self, answer):
        self.requests = []
        self.answer = answer
        self.closing = threading.Event()
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                provider.requests.append((self.path, dict(self.headers), json.loads(body) if body else None))
                answer = provider.answer(provider.requests[-1])
                if answer is None:
                    provider.closing.wait()
                    return
                status, document = answer
                data = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
