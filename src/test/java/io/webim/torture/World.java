package io.webim.torture;

import io.vertx.core.http.WebSocketClient;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * What all devices of a run have in common.
 *
 * @param serverPort of the server itself
 * @param cutPort of what stands before it and breaks lines
 * @param life another number for each process of the server
 */
record World(
        List<User> people,
        List<Group> groups,
        Tally tally,
        WebSocketClient client,
        int serverPort,
        int cutPort,
        IntSupplier life) {}
