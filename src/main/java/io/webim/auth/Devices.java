package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where a user is logged in, and what each of these sessions has that outlives its access token. */
final class Devices {
    private final SessionStore sessions;
    private final Bus bus;

    Devices(SessionStore sessions, Bus bus) {
        this.sessions = sessions;
        this.bus = bus;
    }

    Future<Reply> list(Caller caller, ListSessions request) {
        return sessions.page(caller.userId(), request)
                .compose(devices -> subscriptions(caller).map(pushes -> Reply.of(page(caller, devices, pushes))));
    }

    /** By the session that has it. */
    private Future<Map<Long, JsonObject>> subscriptions(Caller caller) {
        return bus.call(Address.PUSH_SUBSCRIPTION_LIST, caller, new JsonObject())
                .map(reply -> {
                    var pushes = new HashMap<Long, JsonObject>();
                    reply.getJsonArray("subscriptions").forEach(entry -> {
                        var push = ((JsonObject) entry).copy();
                        pushes.put(((Number) push.remove("sessionId")).longValue(), push);
                    });
                    return pushes;
                });
    }

    private static JsonObject page(Caller caller, List<Device> devices, Map<Long, JsonObject> pushes) {
        var list = new JsonArray();
        devices.stream().limit(ListSessions.PAGE).forEach(device -> {
            var json = device.toJson(caller.sessionId());
            var push = pushes.get(device.sessionId());
            list.add(push == null ? json : json.put("push", push));
        });
        var page = new JsonObject().put("sessions", list);
        return devices.size() > ListSessions.PAGE
                ? page.put("next", ListSessions.next(devices.get(ListSessions.PAGE - 1)))
                : page;
    }
}
