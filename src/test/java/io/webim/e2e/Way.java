package io.webim.e2e;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import java.util.ArrayList;
import java.util.List;

/** The way of a page's sockets to the server, which can be cut while all else goes through. */
final class Way {
    private final List<WebSocketRoute> sockets = new ArrayList<>();
    private boolean open = true;

    private Way() {}

    /** That of the pages that this person loads from now on. */
    static Way of(Person person) {
        var way = new Way();
        person.page().route("**/eventbus/**", way::lead);
        person.takingSocketsOnly().page().routeWebSocket("**/eventbus/**", way::lead);
        return way;
    }

    void cut() {
        open = false;
    }

    /** The same for the sockets that are open already. */
    void cutOff() {
        cut();
        sockets.forEach(WebSocketRoute::close);
        sockets.clear();
    }

    void mend() {
        open = true;
    }

    private void lead(Route route) {
        if (open) {
            route.resume();
        } else {
            route.abort();
        }
    }

    private void lead(WebSocketRoute socket) {
        if (open) {
            socket.connectToServer();
            sockets.add(socket);
        } else {
            socket.close();
        }
    }
}
