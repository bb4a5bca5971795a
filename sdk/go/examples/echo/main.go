package main

import (
	"context"
	"log"
	"os"

	webim "webim.io/sdk/go"
)

func main() {
	ctx, client := context.Background(), webim.New(os.Getenv("WEBIM_URL"), os.Getenv("WEBIM_TOKEN"))
	me, err := client.Me(ctx)
	feed := client.Feed(webim.FeedOptions{})
	for err == nil && feed.Next(ctx) {
		event, message := feed.Event(), feed.Event().Data.Message
		if event.Type == "message.sent" && message != nil && message.Text != "" && message.SenderID != me.ID {
			_, err = client.Answer(ctx, event, message.Text)
		}
	}
	log.Fatal(err, feed.Err())
}
