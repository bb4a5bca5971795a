import io.webim.client.Client;

class EchoBot {
    public static void main(String[] args) {
        var webim = new Client(System.getenv("WEBIM_URL"), System.getenv("WEBIM_TOKEN"));
        var me = webim.me();
        for (var event : webim.feed()) {
            event.message()
                    .filter(message -> event.type().equals("message.sent") && message.senderId() != me.id())
                    .filter(message -> !message.text().isEmpty())
                    .ifPresent(message -> webim.answer(event, message.text()));
        }
    }
}
