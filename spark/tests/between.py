"""A server between griot and a real one: hands calls on, with the words of a query or the messages of an answer changed.

No setting makes Spark read 7/2 or the order of NULL as other engines do, and no kill makes it lose a row without a word.
"""

import concurrent.futures
import warnings

import grpc

with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)  # of pandas, which nobody asks here
    from pyspark.sql.connect.proto import base_pb2 as messages

STREAMS = {"ExecutePlan", "ReattachExecute"}


class Between(grpc.GenericRpcHandler):
    """Runs from `with` to its end.

    `query(text)` gives the text that is asked in its place; `answer(text, stream)` what comes of the messages of its answer.
    """

    def __init__(self, cluster, query=None, answer=None):
        self.query, self.answer = query or (lambda text: text), answer or (lambda _text, stream: stream)
        self.asked = {}
        self.there = grpc.insecure_channel(f"127.0.0.1:{cluster.port}", options=[("grpc.max_receive_message_length", -1)])
        self.here = grpc.server(concurrent.futures.ThreadPoolExecutor(32), handlers=[self], options=[("grpc.max_send_message_length", -1)])
        self.port = self.here.add_insecure_port("127.0.0.1:0")

    @property
    def url(self):
        return f"sc://127.0.0.1:{self.port}"

    def __enter__(self):
        self.here.start()
        return self

    def __exit__(self, *_):
        self.here.stop(0).wait()
        self.there.close()

    def service(self, call):
        name = call.method.rpartition("/")[2]
        if name not in STREAMS:
            return grpc.unary_unary_rpc_method_handler(lambda asked, context: self.one(call, asked, context))
        return grpc.unary_stream_rpc_method_handler(lambda asked, context: self.stream(call, name, asked, context))

    def one(self, call, asked, context):
        try:
            return self.there.unary_unary(call.method)(asked, metadata=own(call))
        except grpc.RpcError as error:
            failed(error, context)

    def stream(self, call, name, asked, context):
        if name == "ExecutePlan":
            request = messages.ExecutePlanRequest.FromString(asked)
            text = request.plan.root.sql.query
            self.asked[request.operation_id] = text
            request.plan.root.sql.query = self.query(text)
            asked = request.SerializeToString()
        else:
            text = self.asked.get(messages.ReattachExecuteRequest.FromString(asked).operation_id, "")
        answers = self.there.unary_stream(call.method, response_deserializer=messages.ExecutePlanResponse.FromString)(
            asked, metadata=own(call))
        context.add_callback(answers.cancel)
        try:
            for message in self.answer(text, answers):
                yield message.SerializeToString()
        except grpc.RpcError as error:
            failed(error, context)


def own(call):
    """What the caller said beside the call, without what the transport says by itself."""
    return [(key, value) for key, value in call.invocation_metadata if not key.startswith(("grpc-", "user-agent", "content-type"))]


def failed(error, context):
    context.set_trailing_metadata([(key, value) for key, value in error.trailing_metadata() or [] if not key.startswith("grpc-message")])
    context.abort(error.code(), error.details())
