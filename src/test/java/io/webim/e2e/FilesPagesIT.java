package io.webim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.webim.e2e.Screen.examine;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.MouseButton;
import com.microsoft.playwright.options.ReducedMotion;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Photos, videos and documents: sending them, and looking at them. */
class FilesPagesIT extends BrowserTest {
    private static final FilePayload BAY = new FilePayload("bay.jpg", "image/jpeg", Pictures.jpeg(1, 3200, 2400));
    private static final FilePayload HILLS = new FilePayload("hills.png", "image/png", Pictures.png(2, 600, 800));
    private static final FilePayload PLAN =
            new FilePayload("plan of the house.pdf", "application/pdf", Uploading.text("%PDF-1.7\nthe plan\n%%EOF\n"));

    private static final String DROPPED = """
            ([kind, files]) => {
              const transfer = new DataTransfer();
              for (const { name, type, content } of files) {
                const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
                transfer.items.add(new File([bytes], name, { type }));
              }
              const target = document.querySelector(kind === 'paste' ? '.composer__text' : '.scroller, .empty');
              const event = kind === 'paste'
                ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
                : new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true });
              target.dispatchEvent(event);
              return event.defaultPrevented;
            }
            """;

    /** How many files the device keeps of what was seen. */
    private static final String KEPT = """
            async () => {
              if (!(await indexedDB.databases()).some(({ name }) => name === 'webim-files')) return 0;
              const db = await new Promise(go => { indexedDB.open('webim-files').onsuccess = e => go(e.target.result); });
              const names = [...db.objectStoreNames];
              const count = names.length === 0 ? 0 : await new Promise(go => {
                db.transaction('blobs').objectStore('blobs').count().onsuccess = e => go(e.target.result);
              });
              db.close();
              return count;
            }
            """;

    @Test
    void aPhotoIsChosenAndSentWithItsCaptionInTheSizeOfAScreen() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var both = talk.both();
        var ann = both.get(0);
        var bob = both.get(1);

        choose(ann, "Photos and videos", BAY);
        assertThat(tray(ann)).hasCount(1);
        assertThat(tray(ann)).containsText("bay.jpg");
        ann.write("the whole bay was pink");

        for (var one : both) {
            assertThat(one.bubble("the whole bay").locator(".album img")).isVisible();
            one.until("async () => document.querySelector('.album img')?.naturalWidth > 0");
        }
        assertThat(tray(ann)).hasCount(0);
        var file =
                talk.theirs().newest(talk.conversation()).getJsonArray("files").getJsonObject(0);
        assertThat(file.getInteger("width")).isEqualTo(2560);
        assertThat(file.getInteger("height")).isEqualTo(1920);
        assertThat(file.getString("mediaType")).isEqualTo("image/jpeg");
        assertThat(file.getLong("size")).isLessThan(BAY.buffer.length);
        assertThat(bob.row(talk.person())).containsText("Photo: the whole bay was pink");
        assertThat(ann.composer()).hasValue("");
        ann.seesTick("the whole bay", "Read");
    }

    @Test
    void aSmallPictureIsAsLargeAsItIsAndTheTimeStandsBelowIt() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var small = talk.theirs().upload("smile.png", "image/png", Pictures.png(3, 40, 40));
        talk.theirs().send(talk.conversation(), "", small);
        var ann = talk.person().enter(talk.conversation());

        var picture = ann.page().locator(".album");
        assertThat(picture.locator("img")).isVisible();
        ann.photograph("small-picture-wide-light");
        var box = picture.boundingBox();
        assertThat(box.width).isEqualTo(40);
        assertThat(box.height).isEqualTo(40);
        assertThat(ann.page().locator(".bubble time").boundingBox().y).isGreaterThanOrEqualTo(box.y + box.height);
    }

    @ParameterizedTest
    @CsvSource({"en-GB", "ar"})
    void onASmallScreenTheEndOfALongNameIsInSight(String locale) {
        var talk =
                talk("Ann Lee", "Bob Marsh", phone().setViewportSize(320, 640).setLocale(locale));
        var name = "Ein sehr langer Dateiname, und noch viel mehr Text (final) (2).pdf";
        var plan = talk.theirs().upload(name, "application/pdf", PLAN.buffer);
        talk.theirs().send(talk.conversation(), "", plan);
        var ann = talk.person().enter(talk.conversation());

        var shown = ann.page().locator(".document__name");
        assertThat(shown).containsText("(2).pdf");
        ann.photograph("long-file-name-" + locale.substring(0, 2));
        assertThat(shown.evaluate("name => name.scrollHeight - name.clientHeight"))
                .isEqualTo(0);
    }

    @Test
    void whatIsPastedOrDroppedIsAddedAndCanBeLeftOut() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation());

        assertThat(give(ann, "paste", HILLS)).isTrue();
        assertThat(tray(ann)).hasCount(1);
        give(ann, "dragenter", PLAN);
        assertThat(ann.text("Drop to attach")).isVisible();
        assertThat(give(ann, "drop", PLAN, BAY)).isTrue();
        assertThat(ann.text("Drop to attach")).hasCount(0);
        assertThat(tray(ann)).hasCount(3);
        ann.button("Remove bay.jpg").click();
        assertThat(tray(ann)).hasCount(2);
        assertThat(ann.composer()).isFocused();
        ann.button("Send").click();

        assertThat(ann.page().locator(".bubble .album img")).isVisible();
        assertThat(ann.page().locator(".bubble .document")).containsText("plan of the house.pdf");
        assertThat(ann.row(talk.other())).containsText("2 files");
    }

    @Test
    void whatIsChosenStaysOverAReloadAndIsTheSameInAllTabs() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation());
        choose(ann, "Photos and videos", BAY, HILLS);
        assertThat(tray(ann)).hasCount(2);
        ann.page().navigate("/#/");
        assertThat(ann.row(talk.other())).containsText("2 files");
        ann.open(talk.other());
        ann.composer().fill("look");
        assertThat(tray(ann)).hasCount(2);
        // Their bytes are on the device.
        ann.until("async () => Object.keys(localStorage).some(key => key.endsWith('.files'))");

        ann.page().reload();
        assertThat(tray(ann)).hasCount(2);
        assertThat(ann.page().locator(".tray img")).hasCount(2);
        assertThat(ann.composer()).hasValue("look");
        var tab = ann.newTab();
        tab.navigate("/#/chats/" + talk.conversation());
        assertThat(tab.locator(".tray__item")).hasCount(2);
        tab.locator(".tray__remove").last().click();
        assertThat(tray(ann)).hasCount(1);

        ann.composer().press("Enter");
        assertThat(ann.bubble("look").locator(".album img")).hasCount(1);
        assertThat(tray(ann)).hasCount(0);
        assertThat(tab.locator(".tray__item")).hasCount(0);
        tab.reload();
        assertThat(tab.locator(".bubble")).hasCount(1);
        assertThat(tab.locator(".tray__item")).hasCount(0);
    }

    @Test
    void whatOneHasSentCanBeTakenAlong() throws IOException {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter();
        ann.settings("Your data").button("Download files").click();
        assertThat(ann.text("You have not sent any files.")).isVisible();

        talk.mine().send(talk.conversation(), "", talk.mine().upload("bay.jpg", "image/jpeg", BAY.buffer));
        var archive =
                ann.page().waitForDownload(() -> ann.button("Download files").click());

        assertThat(archive.suggestedFilename()).isEqualTo("webim-" + ann.username() + "-1.zip");
        try (var zip = new ZipFile(archive.path().toFile())) {
            assertThat(zip.stream().toList()).singleElement().asString().endsWith("/bay.jpg");
        }
    }

    @Test
    void aMessageTakesTenFilesAtMost() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation());
        var files = new FilePayload[12];
        for (int i = 0; i < files.length; i++) {
            files[i] = new FilePayload("picture" + i + ".png", "image/png", Pictures.png(i, 200 + i * 40, 200));
        }
        choose(ann, "Photos and videos", files);
        assertThat(ann.text("A message can have up to 10 files.")).isVisible();
        assertThat(tray(ann)).hasCount(10);
        ann.button("Send").click();

        assertThat(ann.page().locator(".album__cell")).hasCount(10);
        assertThat(ann.page().locator(".sending")).hasCount(0);
        assertThat(ann.row(talk.other())).containsText("10 photos");
        assertThat(talk.theirs().newest(talk.conversation()).getJsonArray("files"))
                .hasSize(10);
    }

    @Test
    void aPictureThatIsSentUnchangedStaysAsItWas() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation());
        choose(ann, "Photos and videos", BAY);
        assertThat(tray(ann)).containsText("kB");
        assertThat(ann.composer()).isFocused();
        ann.page().getByLabel("Send pictures unchanged").check();
        ann.composer().press("Enter");
        assertThat(ann.page().locator(".album img")).isVisible();
        assertThat(ann.page().locator(".sending")).hasCount(0);

        var file =
                talk.theirs().newest(talk.conversation()).getJsonArray("files").getJsonObject(0);
        assertThat(file.getLong("size")).isEqualTo(BAY.buffer.length);
        assertThat(file.getInteger("width")).isEqualTo(3200);
    }

    @Test
    void aDocumentHasItsNameAndSizeAndIsDownloadedAsItWas() throws IOException {
        var talk = talk("Ann Lee", "Bob Marsh");
        var both = talk.both();
        choose(both.get(0), "Files (original quality)", PLAN);
        both.get(0).button("Send").click();
        var bob = both.get(1);
        assertThat(bob.row(talk.person())).containsText("plan of the house.pdf");
        var document = bob.page().locator(".document");
        assertThat(document).containsText("24 bytes");

        var download = bob.page().waitForDownload(document::click);
        assertThat(download.suggestedFilename()).isEqualTo("plan of the house.pdf");
        assertThat(Files.readAllBytes(download.path())).isEqualTo(PLAN.buffer);
    }

    @Test
    void whatIsOnItsWaySurvivesALostNetworkAndAReload() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation()).expectingCuts();
        ann.page().route("**/api/files/*", FilesPagesIT::cutUploads);
        choose(ann, "Photos and videos", BAY);
        ann.write("from the tunnel");
        assertThat(ann.bubble("from the tunnel").locator(".album img")).isVisible();
        assertThat(ann.bubble("from the tunnel").locator(".sending")).containsText("waiting for a connection");
        ann.write("quicker").seesTick("quicker", "Sent");
        ann.page().unrouteAll();

        ann.page().reload();

        assertThat(ann.bubble("from the tunnel").locator(".album img")).isVisible();
        ann.seesTick("from the tunnel", "Sent");
        assertThat(ann.bubble("from the tunnel")).hasCount(1);
        assertThat(ann.bubble("from the tunnel").locator(".sending")).hasCount(0);
        assertThat(talk.theirs().newest(talk.conversation()).getString("text")).isEqualTo("from the tunnel");
        ann.until("""
                async () => {
                  const db = await new Promise(go => { indexedDB.open('webim-uploads').onsuccess = e => go(e.target.result); });
                  const count = await new Promise(go => {
                    db.transaction('files').objectStore('files').count().onsuccess = e => go(e.target.result);
                  });
                  db.close();
                  return count === 0;
                }
                """);
    }

    @Test
    void sendingCanBeStopped() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation()).expectingCuts();
        ann.page().route("**/api/files/*", FilesPagesIT::cutUploads);
        choose(ann, "Photos and videos", BAY);
        ann.write("better not");
        ann.button("Stop sending").click();
        assertThat(ann.bubble("better not")).hasCount(0);
        ann.page().unrouteAll();
        ann.page().reload();
        assertThat(ann.composer()).isVisible();
        assertThat(ann.bubble("better not")).hasCount(0);
    }

    @Test
    void whatTheServerRefusesIsSaidAndCanBeTriedAgain() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var ann = talk.person().enter(talk.conversation()).expecting("413");
        var problem = new JsonObject().put("status", 413).put("code", "quota_exceeded");
        ann.page().route("**/api/files", route -> {
            if (route.request().method().equals("POST")) {
                route.fulfill(new Route.FulfillOptions()
                        .setStatus(413)
                        .setContentType("application/problem+json")
                        .setBody(problem.encode()));
            } else {
                route.resume();
            }
        });
        choose(ann, "Photos and videos", HILLS);
        ann.write("too much");
        assertThat(ann.page().locator(".failed")).containsText("Your storage on this server is full.");
        ann.page().unrouteAll();
        ann.page().locator(".failed .link").first().click();
        ann.seesTick("too much", "Sent");
        assertThat(ann.page().locator(".failed")).hasCount(0);
    }

    @Test
    void picturesAreLookedAtOneAfterTheOther() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var theirs = talk.theirs();
        theirs.send(talk.conversation(), "the bay", theirs.upload("bay.jpg", "image/jpeg", BAY.buffer));
        theirs.write(talk.conversation(), "and some words");
        theirs.send(
                talk.conversation(),
                "",
                theirs.upload("a.png", "image/png", HILLS.buffer),
                theirs.upload("b.png", "image/png", Pictures.png(3, 900, 500)));
        var ann = talk.person().enter(talk.conversation());
        stayCalm(ann);
        var keyboard = ann.page().keyboard();
        var first = ann.page().locator(".album__cell").first();
        first.click();
        var viewer = ann.page().locator(".viewer");
        assertThat(viewer).containsText("Bob Marsh");
        assertThat(viewer.locator(".viewer__when")).containsText("1 of 3");
        assertThat(viewer.locator(".viewer__caption")).hasText("the bay");
        assertThat(viewer.getByAltText("Picture from Bob Marsh")).isVisible();
        assertThat(viewer.locator(".viewer__step--back")).hasCount(0);
        keyboard.press("ArrowRight");
        assertThat(viewer.locator(".viewer__when")).containsText("2 of 3");
        viewer.getByLabel("Next picture").click();
        assertThat(viewer.locator(".viewer__when")).containsText("3 of 3");
        assertThat(viewer.locator(".viewer__caption")).hasCount(0);
        keyboard.press("ArrowRight");
        assertThat(viewer.locator(".viewer__when")).containsText("3 of 3");

        assertThat(scale(ann)).isEqualTo(1);
        keyboard.press("+");
        ann.page().waitForCondition(() -> scale(ann) == 1.5);
        keyboard.press("0");
        ann.page().waitForCondition(() -> {
            viewer.locator(".viewer__stage").dblclick();
            return scale(ann) > 2;
        });
        viewer.locator(".viewer__stage").hover();
        ann.page().mouse().wheel(0, 600);
        ann.page().waitForCondition(() -> scale(ann) == 1);

        viewer.getByLabel("Forward").click();
        assertThat(ann.page().locator(".dialog__title")).hasText("Forward a message");
        keyboard.press("Escape");
        assertThat(ann.page().locator(".dialog")).hasCount(0);
        assertThat(viewer).isVisible();
        keyboard.press("Escape");
        assertThat(viewer).hasCount(0);
        assertThat(first).isFocused();
    }

    @Test
    void aFingerGoesOnToTheNextPictureAndLooksCloser() {
        var talk = talk("Ann Lee", "Bob Marsh", phone());
        var theirs = talk.theirs();
        for (int i = 1; i <= 2; i++) {
            theirs.send(talk.conversation(), "", theirs.upload(i + ".jpg", "image/jpeg", Pictures.jpeg(i, 800, 600)));
        }
        var ann = talk.person().enter(talk.conversation());
        stayCalm(ann);
        ann.page().locator(".album__cell").first().tap();
        var when = ann.page().locator(".viewer__when");
        assertThat(when).containsText("1 of 2");
        var stage = ann.page().locator(".viewer__stage");
        new Finger(ann.page()).on(stage).moves(-160, 5).lifts();
        assertThat(when).containsText("2 of 2");
        new Finger(ann.page()).on(stage).moves(160, 5).lifts();
        assertThat(when).containsText("1 of 2");
        tapUntil(ann, stage, 2.5);
        tapUntil(ann, stage, 1);
        new Finger(ann.page()).on(stage).moves(5, 200).lifts();
        assertThat(ann.page().locator(".viewer")).hasCount(0);
    }

    @Test
    void picturesTakeTheirPlaceBeforeTheyAreThere() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var theirs = talk.theirs();
        for (int i = 1; i <= 3; i++) {
            theirs.send(
                    talk.conversation(),
                    "picture " + i,
                    theirs.upload(i + ".jpg", "image/jpeg", Pictures.jpeg(i, 1200, 700 + 100 * i)));
            theirs.send(talk.conversation(), "", theirs.upload("plan.pdf", "application/pdf", PLAN.buffer));
        }
        talk.mine().read(talk.conversation(), 6);
        var ann = talk.person();
        ann.page().addInitScript("""
                window.shifted = 0;
                new PerformanceObserver((list) => {
                  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
                }).observe({ type: 'layout-shift', buffered: true });
                """);
        ann.enter(talk.conversation());
        assertThat(ann.page().locator(".album img")).hasCount(3);
        assertThat(ann.page().locator(".document")).hasCount(3);
        ann.until("async () => [...document.querySelectorAll('.album img')].every((img) => img.naturalWidth > 0)");

        assertThat(((Number) ann.page().evaluate("window.shifted")).doubleValue())
                .isLessThan(0.01);
    }

    @Test
    void whatWasSeenIsSeenWithoutANetworkAndErasedWithItsMessage() {
        var talk = talk(person("Ann Lee", withWorker()), person("Bob Marsh"));
        var theirs = talk.theirs();
        theirs.send(talk.conversation(), "the bay", theirs.upload("bay.jpg", "image/jpeg", BAY.buffer));
        theirs.send(talk.conversation(), "the hills", theirs.upload("hills.png", "image/png", HILLS.buffer));
        var ann = talk.person().enter(talk.conversation()).expectingCuts();
        assertThat(ann.page().locator(".album img")).hasCount(2);
        ann.awaitWorker();
        ann.awaitCached("the hills");
        ann.until("async () => (await (" + KEPT + ")()) === 2");

        ann.setOffline(true);
        ann.page().reload();
        assertThat(ann.page().locator(".album img")).hasCount(2);
        ann.until("async () => [...document.querySelectorAll('.album img')].every((img) => img.naturalWidth > 0)");

        theirs.deleteForEveryone(talk.conversation(), 1);
        ann.setOffline(false);
        assertThat(ann.bubble("This message was deleted")).isVisible();
        ann.until("async () => (await (" + KEPT + ")()) === 1");
        ann.logOut();
        ann.until("async () => (await (" + KEPT + ")()) === 0");
    }

    @Test
    void itIsSaidInOneLineWhereverAMessageIs() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var theirs = talk.theirs();
        theirs.send(talk.conversation(), "", theirs.upload("bay.jpg", "image/jpeg", BAY.buffer));
        theirs.pin(talk.conversation(), 1);
        talk.mine().save(talk.conversation(), 1);
        talk.mine().reply(talk.conversation(), 1, "how beautiful");
        var ann = talk.person().enter(talk.conversation());

        assertThat(ann.page().locator(".pinned__text")).hasText("Photo");
        assertThat(ann.bubble("how beautiful").locator(".quote__text")).hasText("Photo");
        ann.page().locator(".album").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        ann.page()
                .getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Reply"))
                .click();
        assertThat(ann.page().locator(".composer__about-text")).hasText("Photo");
        ann.settings("Saved messages");
        assertThat(ann.page().locator(".dialog .pinned__text")).hasText("Photo");
    }

    @Test
    void filesGoAlongWithAMessageThatIsSentOn() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var theirs = talk.theirs();
        theirs.send(talk.conversation(), "", theirs.upload("bay.jpg", "image/jpeg", BAY.buffer));
        var carol = person("Carol Dahl").signUp();
        talk.mine().add(carol.username());
        carol.api().add(talk.person().username());
        var ann = talk.person().enter(talk.conversation());
        ann.page().locator(".album__cell").click();
        ann.page().locator(".viewer").getByLabel("Forward").click();
        ann.page()
                .locator(".dialog .person")
                .filter(new Locator.FilterOptions().setHasText("Carol Dahl"))
                .click();
        ann.answer("Forward to 1 chat");

        assertThat(ann.page().locator(".talk-head__name")).hasText("Carol Dahl");
        assertThat(ann.page().locator(".album img")).isVisible();
        carol.enter();
        carol.row(talk.person()).click();
        assertThat(carol.page().locator(".bubble__origin")).hasText("Forwarded from Bob Marsh");
        assertThat(carol.page().locator(".album img")).isVisible();
    }

    @Test
    void theCaptionOfAPhotoCanBeChangedAndTakenAway() {
        var talk = talk("Ann Lee", "Bob Marsh");
        talk.mine().send(talk.conversation(), "teh bay", talk.mine().upload("bay.jpg", "image/jpeg", BAY.buffer));
        var ann = talk.person().enter(talk.conversation());
        ann.choose("teh bay", "Edit");
        ann.write("the bay");
        assertThat(ann.bubble("the bay").locator(".album img")).isVisible();
        ann.choose("the bay", "Edit");
        ann.composer().fill("");
        ann.button("Save the change").click();
        assertThat(ann.bubble("the bay")).hasCount(0);
        assertThat(ann.page().locator(".bubble--bare .album img")).isVisible();
    }

    @Test
    void allThatWasSentInAChatIsFoundTogether() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var theirs = talk.theirs();
        theirs.send(talk.conversation(), "", theirs.upload("bay.jpg", "image/jpeg", BAY.buffer));
        theirs.write(talk.conversation(), "line ", 1, 120);
        theirs.send(talk.conversation(), "", theirs.upload("plan.pdf", "application/pdf", PLAN.buffer));
        talk.mine().read(talk.conversation(), 122);
        var ann = talk.open();
        ann.chooseOption("Photos and files");
        var dialog = ann.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog.locator(".wall__one")).hasCount(0);
        ann.button("Load older").click();
        assertThat(dialog.locator(".wall__one img")).isVisible();
        dialog.locator(".wall__one").click();
        assertThat(ann.page().locator(".viewer")).isVisible();
        ann.page().keyboard().press("Escape");
        assertThat(ann.page().locator(".viewer")).hasCount(0);
        dialog.getByText("Files", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(dialog.locator(".document")).containsText("plan.pdf");
    }

    @Test
    void aVideoPlaysFromAnAddressThatIsRenewedWhenItIsNotGoodAnyMore() {
        var talk = talk("Ann Lee", "Bob Marsh");
        var both = talk.both();
        var ann = both.get(0);
        var bob = both.get(1).expecting("401");
        give(ann, "paste", new FilePayload("squares.webm", "video/webm", Recorded.video(ann.page())));
        assertThat(ann.page().locator(".tray video")).isVisible();
        ann.button("Send").click();
        assertThat(ann.page().locator(".bubble .album__play")).isVisible();
        assertThat(bob.row(talk.person())).containsText("Video");
        bob.until("async () => document.querySelector('.album video')?.readyState > 1");

        var refused = new AtomicBoolean();
        bob.page().route(url -> url.contains("?link="), route -> {
            if (refused.getAndSet(true)) {
                route.resume();
            } else {
                route.fulfill(new Route.FulfillOptions().setStatus(401));
            }
        });
        bob.button("Play video").click();
        bob.until("async () => document.querySelector('.viewer video')?.currentTime > 0.2");
        assertThat(refused).isTrue();
        assertThat(bob.page().evaluate("() => document.querySelector('.viewer video').videoWidth"))
                .isEqualTo(640);
    }

    @ParameterizedTest
    @CsvSource({"wide,en-GB", "phone,zh-CN"})
    void everythingFits(String size, String locale) {
        var phone = size.equals("phone");
        var english = locale.startsWith("en");
        var look = locale.substring(0, 2);
        var talk = talk("Ann Lee", "Mara Sol", (phone ? phone() : wide()).setLocale(locale));
        var theirs = talk.theirs();
        var mine = talk.mine();
        long id = talk.conversation();
        theirs.send(
                id,
                english ? "The whole bay was pink this morning." : "今天早上整个海湾都是粉色的。",
                theirs.upload("bay.jpg", "image/jpeg", BAY.buffer));
        mine.send(id, "", mine.upload("hills.png", "image/png", HILLS.buffer));
        theirs.send(id, "", pictures(theirs, 5));
        mine.send(
                id,
                "",
                mine.upload(
                        "Plan of the house on the hill, second version with the balcony.pdf",
                        "application/pdf",
                        PLAN.buffer),
                mine.upload("notes.txt", "text/plain", Uploading.text("notes")));
        theirs.reply(id, 1, english ? "Let us go there again" : "我们再去一次吧");
        theirs.send(id, english ? "Three more" : "还有三张", pictures(theirs, 3));
        mine.read(id, 6);
        var ann = talk.person().enter(id);
        assertThat(ann.page().locator(".album img")).hasCount(10);
        ann.until("async () => [...document.querySelectorAll('.album img')].every((img) => img.naturalWidth > 0)");
        examine(ann, "files-talk-" + look, size);
        ann.page().locator(".scroller").evaluate("it => { it.scrollTop = 0; }");
        examine(ann, "files-talk-top-" + look, size);

        choose(ann, english ? "Photos and videos" : "照片和视频", BAY, HILLS, PLAN);
        assertThat(tray(ann)).hasCount(3);
        assertThat(ann.page().locator(".tray img")).hasCount(2);
        examine(ann, "files-tray-" + look, size);
        ann.page().locator(".composer__attach").click();
        examine(ann, "files-attach-" + look, size);
        ann.page().keyboard().press("Escape");

        ann.page().locator(".album__cell").first().click();
        assertThat(ann.page().locator(".viewer__picture:not(.viewer__picture--small)"))
                .isVisible();
        examine(ann, "files-viewer-" + look, size);
        ann.page().keyboard().press("Escape");
        assertThat(ann.page().locator(".viewer")).hasCount(0);

        ann.chooseOptionAt(1);
        assertThat(ann.page().locator(".wall__one img")).hasCount(10);
        examine(ann, "files-media-" + look, size);
        ann.page().locator(".segments__choice").last().click();
        assertThat(ann.page().locator(".dialog .document")).hasCount(2);
        examine(ann, "files-media-documents-" + look, size);
    }

    private static String[] pictures(Api person, int count) {
        var ids = new String[count];
        for (int i = 0; i < count; i++) {
            ids[i] = person.upload(
                    i + ".jpg", "image/jpeg", Pictures.jpeg(i + 4, 900 + 100 * (i % 3), 700 + 150 * (i % 2)));
        }
        return ids;
    }

    private static void choose(Person person, String how, FilePayload... files) {
        person.page().locator(".composer__attach").click();
        var item = person.page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(how));
        person.page().waitForFileChooser(item::click).setFiles(files);
    }

    /** @param kind of event: paste, drop … @return whether the page took it */
    private static boolean give(Person person, String kind, FilePayload... files) {
        var given = List.of(files).stream()
                .map(file -> Map.of(
                        "name",
                        file.name,
                        "type",
                        file.mimeType,
                        "content",
                        Base64.getEncoder().encodeToString(file.buffer)))
                .toList();
        return (boolean) person.page().evaluate(DROPPED, List.of(kind, given));
    }

    private static Locator tray(Person person) {
        return person.page().locator(".tray__item");
    }

    private static double scale(Person person) {
        return ((Number) person.page()
                        .evaluate("() => new DOMMatrix(getComputedStyle("
                                + "document.querySelector('[data-zooms]')).transform).a"))
                .doubleValue();
    }

    /** What moves is at its place at once. */
    private static void stayCalm(Person person) {
        person.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    }

    /** Twice at once, which a busy machine may not manage at once. */
    private static void tapUntil(Person person, Locator stage, double scale) {
        person.page().waitForCondition(() -> {
            stage.tap();
            return scale(person) == scale;
        });
    }

    /** What has come until then counts. */
    private static void cutUploads(Route route) {
        if (route.request().method().equals("PATCH")) {
            route.abort();
        } else {
            route.resume();
        }
    }
}
