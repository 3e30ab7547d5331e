# The tracking server that the tests run against, of the same version.
FROM python:3.13-slim
RUN pip install --no-cache-dir 'mlflow[auth]==3.17.2' && useradd --uid 10002 mlflow && install --directory --owner mlflow /mlflow
USER 10002
