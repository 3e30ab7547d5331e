"""Writes weight files as WeightFile.java reads them: safetensors with a checksum.

The metadata has the format, the labels where there are any, and the CRC-32 of the whole file, in
which the eight digits of the checksum itself count as zeros.
"""
import json
import struct
import zlib

TYPES = {"uint64": "U64", "float64": "F64", "float32": "F32", "int16": "I16", "int8": "I8"}
ALIGNMENT = 64


def header(format, labels, tensors, checksum):
    """The length of the JSON, and the JSON, filled up with spaces."""
    metadata = {"format": format}
    if labels:
        metadata["labels"] = ",".join(labels)
    entries = {"__metadata__": metadata | {"crc32": checksum}}
    offset = 0
    for name, tensor in tensors.items():
        end = offset + tensor.nbytes
        entries[name] = {
            "dtype": TYPES[str(tensor.dtype)],
            "shape": list(tensor.shape),
            "data_offsets": [offset, end],
        }
        offset = end
    text = json.dumps(entries, separators=(",", ":"), ensure_ascii=False).encode()
    length = -(-(8 + len(text)) // ALIGNMENT) * ALIGNMENT - 8
    return struct.pack("<Q", length) + text.ljust(length)


def write(path, format, tensors, labels=()):
    """Writes NumPy arrays by name; those with the widest elements come first."""
    ordered = dict(sorted(tensors.items(), key=lambda entry: -entry[1].dtype.itemsize))
    data = b"".join(tensor.tobytes() for tensor in ordered.values())
    checksum = zlib.crc32(header(format, labels, ordered, "0" * 8) + data)
    path.write_bytes(header(format, labels, ordered, f"{checksum:08x}") + data)
