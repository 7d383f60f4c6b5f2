# Configuration of the Jupyter server that `npm start` runs.
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Sends each message of a kernel at once.

    Otherwise, of two small messages in a row, the second waits some 40 ms until the browser has acknowledged the first
    (Nagle's algorithm, which Tornado leaves on: https://www.tornadoweb.org/en/stable/websocket.html).
    """

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()


c = get_config()  # noqa: F821
c.ServerApp.kernel_websocket_connection_class = PromptConnection
