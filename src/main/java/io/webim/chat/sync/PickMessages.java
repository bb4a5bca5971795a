package io.webim.chat.sync;

import io.vertx.core.json.JsonArray;
import io.webim.chat.messages.FindMessage;
import io.webim.contract.Fields;
import java.util.ArrayList;
import java.util.List;

/** {@code {places: [[conversationId, seq], …], conversationIds: […]}}: single messages, and conversations as they are. */
public record PickMessages(List<FindMessage> places, List<Long> conversationIds) {
    private static final int MOST = 100;

    public static PickMessages read(Fields fields) {
        var places = new ArrayList<FindMessage>();
        if (fields.value("places") instanceof JsonArray array && array.size() <= MOST) {
            for (int i = 0; i < array.size(); i++) {
                var place = array.getJsonArray(i);
                places.add(new FindMessage(place.getLong(0), place.getLong(1)));
            }
        } else {
            fields.refuse("places", "must be a list of at most " + MOST + " places");
        }
        return new PickMessages(places, fields.ids("conversationIds", MOST));
    }
}
