package io.webim.hooks;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/** What GitHub says of a repository; most of what it can send is nothing that people want to hear of each time. */
final class GitHub {
    private static final int SHOWN_COMMITS = 5;
    private static final int HASH = 7;
    private static final Set<String> TOLD_OF_ISSUES = Set.of("opened", "closed", "reopened");
    private static final Set<String> TOLD_OF_PULLS = Set.of("opened", "closed", "reopened", "ready_for_review");

    private GitHub() {}

    /** Empty of what is not told. */
    static String text(String event, JsonObject body) {
        return switch (event) {
            case "push" -> push(body);
            case "issues" -> issue(body);
            case "pull_request" -> pull(body);
            case "workflow_run" -> run(body);
            case "release" -> release(body);
            default -> "";
        };
    }

    private static String push(JsonObject body) {
        var ref = Lines.text(body, "ref").replaceFirst("^refs/(heads|tags)/", "");
        var kind = Lines.text(body, "ref").startsWith("refs/tags/") ? "tag" : "branch";
        var who = Lines.text(Lines.object(body, "pusher"), "name");
        if (is(body, "deleted")) {
            return head(body, who + " deleted the " + kind + " " + ref).toString();
        }
        int count = Lines.size(body, "commits");
        if (count == 0) {
            return is(body, "created")
                    ? head(body, who + " made the " + kind + " " + ref)
                            .add(Lines.text(body, "compare"))
                            .toString()
                    : "";
        }
        var said = head(
                body,
                who
                        + (is(body, "forced") ? " force-pushed " : " pushed ")
                        + count
                        + (count == 1 ? " commit to " : " commits to ")
                        + ref);
        var commits = Lines.objects(body, "commits", SHOWN_COMMITS);
        commits.forEach(commit -> said.add(commit(commit)));
        return said.add(count > commits.size() ? "… and " + (count - commits.size()) + " more" : "")
                .add(Lines.text(body, "compare"))
                .toString();
    }

    private static String commit(JsonObject commit) {
        var id = Lines.text(commit, "id");
        return "- `" + id.substring(0, Math.min(HASH, id.length())) + "` "
                + Lines.first(Lines.text(commit, "message")) + " – "
                + Lines.text(Lines.object(commit, "author"), "name");
    }

    private static String issue(JsonObject body) {
        var action = Lines.text(body, "action");
        return TOLD_OF_ISSUES.contains(action) ? numbered(body, action, "issue", Lines.object(body, "issue")) : "";
    }

    private static String pull(JsonObject body) {
        var action = Lines.text(body, "action");
        var pull = Lines.object(body, "pull_request");
        if (!TOLD_OF_PULLS.contains(action)) {
            return "";
        }
        var did = action.equals("closed") && is(pull, "merged")
                ? "merged"
                : action.equals("ready_for_review") ? "asks for a review of" : action;
        return numbered(body, did, "pull request", pull);
    }

    private static String numbered(JsonObject body, String did, String what, JsonObject thing) {
        return head(
                        body,
                        sender(body) + " " + did + " " + what + " #" + Lines.text(thing, "number") + ": "
                                + Lines.text(thing, "title"))
                .add(Lines.text(thing, "html_url"))
                .toString();
    }

    private static String run(JsonObject body) {
        var run = Lines.object(body, "workflow_run");
        if (!Lines.text(body, "action").equals("completed")) {
            return "";
        }
        var conclusion = Lines.text(run, "conclusion");
        var sign = switch (conclusion) {
            case "success" -> "✅";
            case "failure", "timed_out", "startup_failure" -> "❌";
            default -> "⚪";
        };
        return head(
                        body,
                        sign + " " + Lines.text(run, "name") + " #" + Lines.text(run, "run_number") + " on "
                                + Lines.text(run, "head_branch") + ": " + conclusion.replace('_', ' '))
                .add(Lines.first(Lines.text(Lines.object(run, "head_commit"), "message")))
                .add(Lines.text(run, "html_url"))
                .toString();
    }

    private static String release(JsonObject body) {
        var release = Lines.object(body, "release");
        if (!Lines.text(body, "action").equals("published")) {
            return "";
        }
        var name = Lines.text(release, "name");
        return head(body, sender(body) + " published " + (name.isBlank() ? Lines.text(release, "tag_name") : name))
                .add(Lines.text(release, "html_url"))
                .add(Lines.text(release, "body"))
                .toString();
    }

    private static Lines head(JsonObject body, String what) {
        var repository = Lines.text(Lines.object(body, "repository"), "full_name");
        return new Lines().add(repository.isEmpty() ? what : "**" + repository + "** " + what);
    }

    private static String sender(JsonObject body) {
        return Lines.text(Lines.object(body, "sender"), "login");
    }

    private static boolean is(JsonObject json, String name) {
        return Boolean.TRUE.equals(json.getValue(name));
    }
}
