"""Prints Evidently's distances between the columns of two windows: name, method, value."""
import os
import sys

os.environ["DO_NOT_TRACK"] = "1"

import numpy as np
import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.metrics import ValueDrift

folder, names = sys.argv[1], sys.argv[2:]
for name in names:
    values = {}
    for window in ("reference", "current"):
        numbers = np.loadtxt(os.path.join(folder, f"{name}.{window}"))
        if name.endswith("length"):
            numbers = numbers.astype(int)
        if name == "label":
            numbers = np.array([f"c{int(number)}" for number in numbers])
        values[window] = pd.DataFrame({name: numbers})
    label = name == "label"
    kind = {"categorical_columns" if label else "numerical_columns": [name]}
    data = {w: Dataset.from_pandas(v, data_definition=DataDefinition(**kind)) for w, v in values.items()}
    for method in ("psi", "jensenshannon") if label else ("psi", "jensenshannon", "wasserstein"):
        report = Report([ValueDrift(column=name, method=method)]).run(data["current"], data["reference"])
        print(name, method, repr(float(report.dict()["metrics"][0]["value"])))
