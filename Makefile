# Each target calls the real tool once; what the tool needs is built before. ARGS go to the command.
CONTAINER ?= $(shell command -v docker || command -v podman || command -v buildah)
IMAGE ?= chatwarden:local
CHART = deploy/kubernetes/chatwarden
RELEASE ?= chatwarden
NAMESPACE ?= chatwarden
VALUES ?= $(CHART)/values.yaml

.PHONY: up test train jars image package compose chart deploy

up:
	./chatwarden up $(ARGS)

test:
	mvn --batch-mode verify $(ARGS)

train:
	./chatwarden train $(ARGS)

jars:
	mvn --batch-mode --quiet -DskipTests -pl standalone,mlops -am package

image: jars
	BUILDAH_FORMAT=docker $(CONTAINER) build --file deploy/docker/Dockerfile --tag $(IMAGE) $(ARGS) .

package: jars
	deploy/package/build $(ARGS)

compose:
	docker compose --file deploy/compose/compose.yaml up --detach $(ARGS)

chart:
	helm lint --strict $(CHART) --values $(VALUES) $(ARGS)

deploy:
	helm upgrade --install $(RELEASE) $(CHART) --namespace $(NAMESPACE) --create-namespace --values $(VALUES) --atomic --wait $(ARGS)
