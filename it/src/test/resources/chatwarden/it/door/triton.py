"""Drives a model server with Triton's own client: triton.py HOST:PORT MODEL TEXT...; prints a line of JSON."""
import json
import queue
import sys

import numpy
import tritonclient.grpc as triton
from tritonclient.utils import InferenceServerException

target, model, texts = sys.argv[1], sys.argv[2], sys.argv[3:]
client = triton.InferenceServerClient(target)
config = client.get_model_config(model, as_json=True)["config"]
metadata = client.get_model_metadata(model, as_json=True)
outputs = [output["name"] for output in metadata["outputs"]]


def tensor(values):
    given = triton.InferInput("text", [len(values)], "BYTES")
    given.set_data_from_numpy(numpy.array([value.encode() for value in values], dtype=object))
    return given


def read(result, name):
    values = result.as_numpy(name).tolist()
    return [value.decode() if isinstance(value, bytes) else value for value in values]


def refused(call):
    try:
        call()
        return "answered"
    except InferenceServerException as fault:
        return fault.status()


answer = client.infer(model, [tensor(texts)], request_id="one")
answers = queue.Queue()
client.start_stream(lambda result, error: answers.put((result, error)))
for text in texts:
    client.async_stream_infer(model, [tensor([text])], request_id=text)
client.async_stream_infer(model, [tensor([""])], request_id="bad")
client.async_stream_infer(model, [tensor([texts[0]])], request_id="after")
streamed = [answers.get(timeout=60) for _ in range(len(texts) + 2)]
client.stop_stream()
statistics = client.get_inference_statistics(model, as_json=True)["model_stats"][0]
print(
    json.dumps(
        {
            "live": client.is_server_live(),
            "ready": client.is_model_ready(model),
            "index": sorted({entry.name for entry in client.get_model_repository_index().models}),
            "config": {
                "name": config["name"],
                "inputs": [(i["name"], i["data_type"], i["dims"]) for i in config["input"]],
                "outputs": [(o["name"], o["data_type"]) for o in config["output"]],
            },
            "outputs": outputs,
            "unary": {name: read(answer, name) for name in outputs},
            "id": answer.get_response().id,
            "stream": [read(result, outputs[0])[0] if error is None else str(error) for result, error in streamed],
            "streamIds": [result.get_response().id for result, error in streamed if error is None],
            "texts": int(statistics["inference_count"]),
            "calls": int(statistics["inference_stats"]["success"]["count"]),
            "unknown": refused(lambda: client.infer("no-such-model", [tensor(texts)])),
            "statisticsOfUnknown": refused(lambda: client.get_inference_statistics("no-such-model")),
        }
    )
)
