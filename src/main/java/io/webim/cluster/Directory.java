package io.webim.cluster;

import io.vertx.core.json.JsonArray;
import io.webim.contract.Elsewhere.Devices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is connected to which of the other nodes, as these have told. Changed on one context, asked on any.
 */
final class Directory {
    /** One of the other nodes. */
    static final class Node {
        /** What the engine calls the connection with which it hears. */
        long clientId;
        /** How often in a row it was not to be seen. */
        int missing;

        private final Map<Long, Devices> users = new ConcurrentHashMap<>();
    }

    private final Map<String, Node> nodes = new ConcurrentHashMap<>();

    boolean knows(String id) {
        return nodes.containsKey(id);
    }

    Set<String> ids() {
        return Set.copyOf(nodes.keySet());
    }

    Node node(String id) {
        return nodes.computeIfAbsent(id, absent -> new Node());
    }

    /** @param entries as {@link #entry} makes them */
    void put(String id, JsonArray entries) {
        var users = node(id).users;
        for (var each : entries) {
            var entry = (JsonArray) each;
            var devices = devices(entry);
            if (devices.isNone()) {
                users.remove(entry.getLong(0));
            } else {
                users.put(entry.getLong(0), devices);
            }
        }
    }

    /** All of it begins anew. */
    void clear(String id) {
        node(id).users.clear();
    }

    /** Those who were connected to it. */
    List<Long> remove(String id) {
        var node = nodes.remove(id);
        return node == null ? List.of() : List.copyOf(node.users.keySet());
    }

    Devices of(long userId) {
        Devices found = Devices.NONE;
        for (var node : nodes.values()) {
            var devices = node.users.getOrDefault(userId, Devices.NONE);
            found = found.isNone() ? devices : both(found, devices);
        }
        return found;
    }

    /** {@code [userId, watched, sessionId, …]}. */
    static JsonArray entry(long userId, Devices devices) {
        var entry = new JsonArray().add(userId).add(devices.watched() ? 1 : 0);
        devices.sessionIds().forEach(entry::add);
        return entry;
    }

    private static Devices devices(JsonArray entry) {
        var ids = new ArrayList<Long>();
        for (int i = 2; i < entry.size(); i++) {
            ids.add(entry.getLong(i));
        }
        return ids.isEmpty() ? Devices.NONE : new Devices(Set.copyOf(ids), entry.getInteger(1) != 0);
    }

    private static Devices both(Devices one, Devices other) {
        if (other.isNone()) {
            return one;
        }
        var ids = new HashSet<>(one.sessionIds());
        ids.addAll(other.sessionIds());
        return new Devices(ids, one.watched() || other.watched());
    }
}
