FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
COPY webroot webroot
RUN mvn -B -q -ntp -Dslim package -DskipTests
# What a start loads, and not what only some of its parts would.
RUN (cat "$JAVA_HOME/lib/classlist"; jar tf target/webim.jar | sed -n 's/\.class$//p' \
      | grep -E '^(io/webim|io/vertx|io/netty/(bootstrap|buffer|channel|resolver|util)|io/micrometer|ch/qos/logback|org/slf4j|org/mariadb|com/fasterxml/jackson/core)/') \
    > target/classes-of-a-start

FROM eclipse-temurin:17-jre-jammy
RUN useradd --system --uid 10001 --no-create-home webim \
    && install -d -o webim -g webim -m 700 /data
COPY --from=build /build/target/webim.jar /build/target/classes-of-a-start /opt/webim/
WORKDIR /opt/webim
RUN java -Xshare:dump -Xlog:cds=error -Xlog:gc=error -XX:SharedClassListFile=classes-of-a-start \
      -XX:SharedArchiveFile=webim.jsa -cp webim.jar \
    && rm classes-of-a-start
USER webim
ENV WEBIM_HTTP_HOST=0.0.0.0 \
    WEBIM_HTTP_PORT=8080 \
    WEBIM_DATA_DIR=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$WEBIM_HTTP_PORT && printf 'GET /api/health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-XX:SharedArchiveFile=webim.jsa", "-jar", "webim.jar"]
