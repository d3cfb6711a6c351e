# syntax=docker/dockerfile:1

FROM debian:12 AS build
WORKDIR /usher
# The packages first: they change seldom, and this layer is the slow one.
COPY scripts/bootstrap scripts/packages.txt scripts/
RUN scripts/bootstrap && rm -rf /var/lib/apt/lists/*
COPY . .
RUN cmake --preset release \
    && cmake --build --preset release --target usherd usherctl \
    && strip build/release/bin/usherd build/release/bin/usherctl

FROM debian:12-slim
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        ca-certificates \
        libcaf-core0.17 \
        libcurl4 \
        libgmime-3.0-0 \
        libfyaml0 \
        libgrpc++1.51 \
        libhiredis0.14 \
        libjemalloc2 \
        liblzma5 \
        libmicrohttpd12 \
        libprotobuf32 \
        libre2-9 \
        libsimdjson14 \
        libspdlog1.10 \
        libssl3 \
        libuv1 \
        libxxhash0 \
        redis-server \
        tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 1000 --user-group --no-create-home --shell /usr/sbin/nologin usher \
    && install -d -o usher -g usher /var/lib/usher
COPY --from=build /usher/build/release/bin/usherd /usher/build/release/bin/usherctl /usr/local/bin/
COPY LICENSE /usr/share/doc/usher/
# A library missing from the list above fails the build, not the first start.
RUN ! ldd /usr/local/bin/usherd /usr/local/bin/usherctl | grep 'not found'

USER 1000:1000
WORKDIR /var/lib/usher
VOLUME /var/lib/usher
EXPOSE 7300
ENTRYPOINT ["usherd"]
CMD ["--listen=0.0.0.0:7300", "--data-dir=/var/lib/usher"]
