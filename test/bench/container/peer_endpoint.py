"""An endpoint as others write it: Flask under gunicorn, XGBoost's Python package, one thread per prediction."""
import io, os

import numpy as np
import xgboost
from flask import Flask, Response, request

app = Flask(__name__)
booster = xgboost.Booster()
booster.load_model(os.environ["MODEL"])
booster.set_param({"nthread": 1})
as_aws = os.environ["READING"] == "aws"


@app.get("/ping")
def ping():
    return ""


@app.post("/invocations")
def invocations():
    text = request.get_data(as_text=True)
    if as_aws:
        # What sagemaker-xgboost-container does in its encoder.py: texts in an array, then numbers, then a matrix.
        cells = [[cell or "nan" for cell in line.split(",")] for line in text.split("\n")]
        predictions = booster.predict(xgboost.DMatrix(np.array(cells).astype(np.float32), nthread=1))
    else:
        rows = np.loadtxt(io.StringIO(text), delimiter=",", dtype=np.float32, ndmin=2)
        predictions = booster.inplace_predict(rows)
    return Response("\n".join(map(str, predictions.tolist())), mimetype="text/csv")
