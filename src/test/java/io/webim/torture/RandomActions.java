package io.webim.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.device.KeptConversation;
import io.webim.torture.History.Deletion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What the user of a device wants next, by chance. */
final class RandomActions {
    private static final int MOST_WAITING = 60;
    private static final int NEWEST = 30;
    private static final List<String> EMOJI = List.of("\uD83D\uDC4D", "\u2764\uFE0F", "\uD83D\uDE02", "\uD83C\uDF89");
    /** Somebody else, or another device, was quicker. */
    private static final Set<String> TOO_LATE = Set.of("message_not_found");

    private static final Set<String> TOO_LATE_OR_OUT =
            Set.of("message_not_found", "conversation_not_found", "not_permitted", "not_sender", "too_many_pins");

    private final Device device;
    private final RandomGroupActions groups;
    private long next;

    RandomActions(Device device, World world) {
        this.device = device;
        this.groups = new RandomGroupActions(device, world);
    }

    void act() throws Broken {
        if (Calls.now() < next) {
            return;
        }
        next = Calls.now() + 50 + device.random.nextInt(1_300);
        int dice = device.random.nextInt(100);
        if (dice < 28) {
            write(1);
        } else if (dice < 34) {
            write(5 + device.random.nextInt(16));
        } else if (dice < 38) {
            repeat();
        } else if (dice < 41) {
            handOver();
        } else if (dice < 53) {
            read();
        } else if (dice < 57) {
            delete(false);
        } else if (dice < 61) {
            delete(true);
        } else if (dice < 69) {
            edit();
        } else if (dice < 79) {
            react();
        } else if (dice < 82) {
            pin();
        } else if (dice < 97) {
            groups.act();
        } else if (dice < 99) {
            device.tally.count("voluntary reconnects");
            throw new Broken("wants to");
        }
    }

    void actOffline() {
        if (device.random.nextInt(4) == 0) {
            write(1);
        }
    }

    private void write(int count) {
        if (device.outbox.size() < MOST_WAITING) {
            var talk = anyTalk();
            for (int i = 0; i < count; i++) {
                device.compose(talk, text("writes", talk), device.random.nextInt(6) == 0 ? anySeq(talk) : 0);
            }
        }
    }

    private User.Talk anyTalk() {
        var kept = kept().stream().filter(KeptConversation::isGroup).toList();
        return kept.isEmpty() || device.random.nextBoolean()
                ? any(device.user.talks)
                : device.user.talk(any(kept).id());
    }

    private long anySeq(User.Talk talk) {
        var shown = device.store.get(talk.conversationId()).map(kept -> shown(kept, false));
        return shown.isEmpty() || shown.get().isEmpty() ? 0 : any(shown.get());
    }

    private String text(String does, User.Talk talk) {
        var text = device.name + " " + does + " " + device.random.nextInt(1_000_000) + " 😀 "
                + "x".repeat(device.random.nextInt(200));
        int dice = talk.isGroup() ? device.random.nextInt(6) : 1;
        return dice > 0 ? text : text + (device.random.nextInt(4) == 0 ? " @all" : " @user" + device.random.nextInt(8));
    }

    /** As a device does whose store was restored from a copy. */
    private void repeat() {
        if (!device.sent.isEmpty()) {
            var before = any(device.sent);
            device.outbox.put(before.clientId, again(before));
        }
    }

    private void handOver() {
        var waiting = List.copyOf(device.outbox.values());
        if (!waiting.isEmpty() && device.random.nextBoolean()) {
            device.user.handedOver.add(again(any(waiting)));
        } else if (!device.sent.isEmpty()) {
            device.user.handedOver.add(again(any(device.sent)));
        }
    }

    private static Outgoing again(Outgoing before) {
        var again = before.again();
        again.tries = 1;
        return again;
    }

    private void read() {
        if (!kept().isEmpty()) {
            var kept = any(kept());
            long ahead = kept.completeTo() - kept.read();
            if (ahead > 0) {
                kept.reads(
                        kept.read() + (device.random.nextBoolean() ? ahead : 1 + device.random.nextInt((int) ahead)));
                device.tally.count("reads");
            }
        }
    }

    private void delete(boolean everyone) {
        if (kept().isEmpty()) {
            return;
        }
        var kept = any(kept());
        boolean leads = !kept.entry().getString("role", "member").equals("member");
        var seqs = shown(kept, everyone && !leads);
        if (!seqs.isEmpty()) {
            long from = any(seqs);
            long to = from;
            while (to - from < 3 && device.random.nextBoolean() && seqs.contains(to + 1)) {
                to++;
            }
            erase(kept, from, to, everyone);
        }
    }

    private void erase(KeptConversation kept, long from, long to, boolean everyone) {
        device.tally.deletions.add(new Deletion(kept.id(), device.user.id, everyone, from, to, false));
        wish(
                "chat.message.delete",
                new JsonObject()
                        .put("conversationId", kept.id())
                        .put(
                                "seqs",
                                new JsonArray().add(new JsonArray().add(from).add(to)))
                        .put("scope", everyone ? "everyone" : "me"),
                kept.isGroup() ? TOO_LATE_OR_OUT : Set.of(),
                reply -> {
                    device.tally.deletions.add(new Deletion(kept.id(), device.user.id, everyone, from, to, true));
                    device.tally.count(everyone ? "deletions for everyone" : "deletions for me");
                });
    }

    private void edit() {
        var kept = any(kept());
        var own = kept == null ? List.<Long>of() : shown(kept, true);
        if (own.isEmpty()) {
            return;
        }
        var message = kept.messages().get(any(own));
        var text = text("edits", device.user.talk(kept.id()));
        var claim = device.tally.claim(Claim.text(device.user.id, message.getString("clientId")), "", text);
        wish(
                "chat.message.edit",
                at(kept, message).put("text", text),
                kept.isGroup() ? TOO_LATE_OR_OUT : TOO_LATE,
                reply -> changed("edits", claim, reply.getJsonObject("message")));
    }

    private void react() {
        var kept = any(kept());
        var seqs = kept == null ? List.<Long>of() : shown(kept, false);
        if (seqs.isEmpty()) {
            return;
        }
        var message = kept.messages().get(any(seqs));
        var emoji = any(EMOJI);
        boolean on = device.random.nextInt(3) > 0;
        var claim = device.tally.claim(
                Claim.reaction(kept.id(), message.getLong("seq"), emoji, device.user.id), "off", on ? "on" : "off");
        wish(
                "chat.message.react",
                at(kept, message).put("emoji", emoji).put("on", on),
                kept.isGroup() ? TOO_LATE_OR_OUT : TOO_LATE,
                reply -> changed("reactions", claim, reply.getJsonObject("message")));
    }

    private void changed(String what, Claim claim, JsonObject message) {
        claim.answered(message.getLong("version", 0L));
        device.tally.count(what);
        device.changed(message);
    }

    private void pin() {
        var kept = any(kept());
        var seqs = kept == null ? List.<Long>of() : shown(kept, false);
        if (seqs.isEmpty()) {
            return;
        }
        long seq = any(seqs);
        boolean on = device.random.nextInt(3) > 0;
        var claim = device.tally.claim(Claim.pin(kept.id(), seq), "off", on ? "on" : "off");
        wish("chat.message.pin", at(kept, kept.messages().get(seq)).put("on", on), TOO_LATE_OR_OUT, reply -> {
            claim.answered(0);
            device.tally.count("pins");
        });
    }

    private static JsonObject at(KeptConversation kept, JsonObject message) {
        return new JsonObject().put("conversationId", kept.id()).put("seq", message.getLong("seq"));
    }

    private void wish(String address, JsonObject body, Set<String> refusals, Consumer<JsonObject> granted) {
        device.wishes.add(new Wish(address, body, refusals, granted));
    }

    private List<KeptConversation> kept() {
        return List.copyOf(device.store.conversations());
    }

    /** Of the newest messages those that are shown with their text, own ones only or all: that is where unread counts. */
    private List<Long> shown(KeptConversation kept, boolean own) {
        var seqs = kept.messages().entrySet().stream()
                .filter(entry -> entry.getValue().containsKey("text"))
                .filter(entry -> !own || entry.getValue().getLong("senderId") == device.user.id)
                .map(Map.Entry::getKey)
                .toList();
        return seqs.subList(Math.max(0, seqs.size() - NEWEST), seqs.size());
    }

    /** @return null of nothing */
    private <T> T any(List<T> list) {
        return list.isEmpty() ? null : list.get(device.random.nextInt(list.size()));
    }
}
