package io.webim.reports;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Event;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.reports.ReportStore.Subject;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Decides who may report what, and who sees it. */
final class ReportService {
    private static final SparseLog untold = new SparseLog(LoggerFactory.getLogger(ReportService.class));
    private static final int PAGE = 100;
    /** No id of a user's. */
    private static final long NOBODY = 0;

    private final ReportStore store;
    private final Bus bus;

    ReportService(ReportStore store, Bus bus) {
        this.store = store;
        this.bus = bus;
    }

    Future<Reply> make(Caller caller, MakeReport request) {
        return store.find(caller.userId(), request)
                .map(found -> found.orElseThrow(ReportService::unknownConversation))
                .compose(subject -> {
                    long reported = reported(request, subject);
                    if (reported == caller.userId()) {
                        throw Failure.invalid(request.seq() == null ? "userId" : "seq", "must be somebody else's");
                    }
                    return store.make(caller.userId(), request, reported, subject.text())
                            .onSuccess(done -> tell(
                                    caller,
                                    Event.groupReported(request.conversationId()),
                                    request.conversationId(),
                                    reported));
                })
                .map(Reply.EMPTY);
    }

    /** Whoever of those who lead the group does not hear of it sees it in their list. */
    private void tell(Caller caller, JsonObject event, long conversationId, long reportedId) {
        store.leaders(conversationId, reportedId)
                .onSuccess(leaders -> leaders.forEach(leader -> bus.publish(
                        Address.CHAT_DELIVER,
                        new JsonObject()
                                .put("userId", leader)
                                .put("by", caller.userId())
                                .put("event", event))))
                .onFailure(error -> untold.warn("Admins were not told of a report: {}", error.toString()));
    }

    /** What the caller has reported. */
    Future<Reply> made(Caller caller, long after) {
        return store.made(caller.userId(), after, PAGE + 1).map(found -> {
            var reports = new JsonArray();
            found.stream().limit(PAGE).forEach(report -> reports.add(report.toJson()));
            var json = new JsonObject().put("reports", reports);
            return Reply.of(
                    found.size() > PAGE ? json.put("next", found.get(PAGE - 1).id()) : json);
        });
    }

    private static long reported(MakeReport request, Subject subject) {
        if (request.seq() != null) {
            return senderOf(request, subject);
        }
        var named = request.userId() == null ? subject.peerId() : subject.otherId();
        if (named != null) {
            return named;
        }
        throw request.userId() == null
                ? Failure.invalid("userId", "is missing")
                : Failure.of(ErrorCode.USER_NOT_FOUND, "There is no such user.");
    }

    private static long senderOf(MakeReport request, Subject subject) {
        var sender = subject.senderId();
        if (sender == null) {
            throw Failure.of(ErrorCode.MESSAGE_NOT_FOUND, "There is no such message.");
        }
        if (request.userId() != null && !request.userId().equals(sender)) {
            throw Failure.invalid("userId", "must be who wrote the message");
        }
        return sender;
    }

    /** To those who lead the group, the oldest first. */
    Future<Reply> list(Caller caller, ListReports request) {
        return requireLead(caller, request.conversationId())
                .compose(done -> store.list(caller.userId(), request))
                .map(found -> Reply.of(page(found, request.limit())));
    }

    private static JsonObject page(List<Report> found, int limit) {
        var reports = new JsonArray();
        found.stream().limit(limit).forEach(report -> reports.add(report.toJson()));
        var json = new JsonObject().put("reports", reports);
        return found.size() > limit ? json.put("next", found.get(limit - 1).id()) : json;
    }

    Future<Reply> handle(Caller caller, HandleReport request) {
        return requireLead(caller, request.conversationId())
                .compose(done -> store.handle(request))
                .map(handled -> {
                    if (!handled) {
                        throw Failure.of(ErrorCode.REPORT_NOT_FOUND, "There is no such report.");
                    }
                    long id = request.conversationId();
                    tell(caller, Event.groupHandled(id), id, NOBODY);
                    return Reply.EMPTY;
                });
    }

    private Future<Void> requireLead(Caller caller, long conversationId) {
        return store.role(conversationId, caller.userId()).map(role -> {
            if (!role.orElseThrow(ReportService::unknownConversation).leads()) {
                throw Failure.of(ErrorCode.NOT_PERMITTED, "Your role in this group does not allow it.");
            }
            return null;
        });
    }

    private static Failure unknownConversation() {
        return Failure.of(ErrorCode.CONVERSATION_NOT_FOUND, "There is no such conversation.");
    }
}
