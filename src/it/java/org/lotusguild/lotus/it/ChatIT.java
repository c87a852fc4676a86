package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** {@code lotus chat} as people use it: in a terminal, and from a pipe. */
@ExtendWith(SharedBed.class)
@Timeout(180)
final class ChatIT {
    /** Gives the command a terminal of its own, and hands on what is typed. */
    private static final String TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

    private static final Duration SOON = Duration.ofSeconds(30);

    private static String account(Trial trial, String name) {
        assertThat(trial.lotus().command("user", "add", name).exit()).isZero();
        return trial.homeserver().userId(name);
    }

    private static List<String> chat(Trial trial, String name) {
        String home = trial.lotus().home().directory().toString();
        return List.of(Tools.launcher().toString(), "chat", "--as", name, "--home", home);
    }

    private static List<String> inTerminal(List<String> command) {
        List<String> before = List.of("env", "TERM=xterm-256color", Tools.synapsePython().toString(), "-c", TERMINAL);
        return Stream.concat(before.stream(), command.stream()).toList();
    }

    private static void type(Child chat, String line) throws IOException {
        BufferedWriter keyboard = chat.writer();
        keyboard.write(line + "\r");
        keyboard.flush();
    }

    private static void awaitShown(Child chat, String words) {
        boolean shown = Await.happens(SOON, () -> chat.output().contains(words));
        assertThat(shown).as("\"%s\" in\n%s", words, chat.output()).isTrue();
    }

    @Test
    void twoPeopleTalkEncryptedOneOfThemInATerminal(Trial trial) throws IOException {
        String user = account(trial, "chatter");
        Person alice = trial.person("alice");
        try (Child chat = Child.start("lotus chat", Tools.repository(), inTerminal(chat(trial, "chatter")))) {
            awaitShown(chat, "You are in no room yet");
            String room = alice.createRoom(RoomWish.encrypted().inviting(user));
            awaitShown(chat, "invites you to a room: /join " + room);
            type(chat, "/join " + room);
            awaitShown(chat, "— encrypted, 2 people");
            alice.awaitJoin(room, user);
            alice.text(room, "hello \u001b]0;evil\u0007there");
            awaitShown(chat, "hello ]0;evilthere");
            type(chat, "it's \"well\" met");
            Seen seen = alice.seen(room, Wanted.body("it's \"well\" met").from(user));
            assertThat(seen.wireType()).isEqualTo("m.room.encrypted");
            assertThat(seen.signedByOwner()).isTrue();
            assertThat(seen.colour()).isZero();
            type(chat, "/quit");
            assertThat(chat.awaitEnd(SOON)).isZero();
        }
    }

    @Test
    void statusListsTheCommandsInTheOrderOfTheHelp(Trial trial) {
        ObjectNode status = Json.parseObject(trial.lotus().command("status", "--json").out());
        List<String> words = new ArrayList<>();
        Json.at(status, "bot", "commands").forEach(word -> words.add(word.asString().substring(1)));
        assertThat(String.join(" ", words))
                .isEqualTo("help ping health 8ball fortune flip roll random rps champion agent trivia wordle poll"
                        + " minecraft ask welcome hook hookshot");
    }

    @Test
    void aPipedQuestionIsAnsweredAndTheLastMessagesAreThereTheNextTime(Trial trial) throws IOException {
        account(trial, "piper");
        try (Child chat = Child.start("lotus chat", Tools.repository(), chat(trial, "piper"))) {
            BufferedWriter lines = chat.writer();
            lines.write("/join general\n!ping\n");
            lines.close();
            assertThat(chat.awaitEnd(SOON)).isZero();
            awaitShown(chat, "Pong!");
        }
        try (Child chat = Child.start("lotus chat", Tools.repository(), chat(trial, "piper"))) {
            chat.writer().close();
            assertThat(chat.awaitEnd(SOON)).isZero();
            awaitShown(chat, "Pong!");
        }
    }
}
