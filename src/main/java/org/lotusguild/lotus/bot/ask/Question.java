package org.lotusguild.lotus.bot.ask;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Draft;
import org.lotusguild.lotus.bot.command.Job;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.message.Doc;

/** One question, from its place in the line to its last edit. */
final class Question implements Job {
    private static final Duration FIRST_BYTE = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration WHOLE = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(500);
    /** With the last line an answer has at most 6,000. */
    private static final int CHARACTERS = 5_900;

    private static final String FAILED = "(stopped: the model failed)";
    private static final String SLOW = "(stopped: took too long)";
    private static final String RESTART = "(stopped: Lotus restarts)";

    private final AskSetting setting;
    private final Call call;
    private final String question;
    private final Conversations.Conversation conversation;
    private WaitingLine.@Nullable Entry entry;

    Question(AskSetting setting, Call call, String question) {
        this.setting = setting;
        this.call = call;
        this.question = question;
        this.conversation = setting.conversations().of(call.room(), call.threadRoot(), call.trigger());
    }

    @Override
    public void accepted() {
        entry = setting.line().enter(call.caller().user());
    }

    @Override
    public void arrived(EventId first) {
        setting.conversations().belongs(call.room(), first, conversation);
    }

    @Override
    public Reply run(Draft draft) throws InterruptedException {
        return switch (entry) {
            case WaitingLine.Entered(WaitingLine.Place place, int before) -> inLine(draft, place, before);
            case WaitingLine.Full() ->
                Reply.refuse("ask: %d questions are waiting already. Try again later."
                        .formatted(setting.config().queue()));
            case WaitingLine.InAlready() -> Reply.refuse("ask: one of your questions is running already.");
            case null -> throw new IllegalStateException("a question runs that was not accepted");
        };
    }

    private Reply inLine(Draft draft, WaitingLine.Place place, int before) throws InterruptedException {
        try {
            if (before > 0) {
                draft.show(Doc.plain("Queued, %d before you.".formatted(before)));
            }
            setting.line().awaitTurn(place);
            try (ModelServer.Speech speech = setting.model().ask(turns())) {
                return new Listening(draft, speech).reply();
            }
        } finally {
            setting.line().leave(place);
        }
    }

    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        turns.add(new Turn(Turn.Role.SYSTEM, setting.config().system()));
        turns.addAll(conversation.last());
        turns.add(new Turn(Turn.Role.USER, question));
        return turns;
    }

    /** Hears the model and shows what it says. */
    private final class Listening {
        private final Draft draft;
        private final ModelServer.Speech speech;
        private final Instant start = now();
        private final Pacing pacing = new Pacing(start);
        private final StringBuilder text = new StringBuilder();
        private Instant heard = start;

        Listening(Draft draft, ModelServer.Speech speech) {
            this.draft = draft;
            this.speech = speech;
        }

        Reply reply() throws InterruptedException {
            try {
                while (text.length() < CHARACTERS) {
                    Duration left = left();
                    if (left.isNegative() || left.isZero()) {
                        return slow();
                    }
                    switch (speech.next(left.compareTo(LOOK) < 0 ? left : LOOK)) {
                        case ModelServer.Text(String words) -> hear(words);
                        case ModelServer.Nothing() -> show();
                        case ModelServer.End() -> {
                            return end();
                        }
                        case ModelServer.Failed(ModelServer.Trouble trouble, String why) -> {
                            return failed(trouble, why);
                        }
                    }
                }
                return end();
            } catch (InterruptedException stop) {
                if (text.isEmpty()) {
                    throw stop;
                }
                return stopped(RESTART);
            }
        }

        private Duration left() {
            Duration silence = text.isEmpty() ? FIRST_BYTE : IDLE;
            Instant end = earlier(heard.plus(silence), start.plus(WHOLE));
            return Duration.between(now(), end);
        }

        private void hear(String words) {
            heard = now();
            text.append(words, 0, Math.min(words.length(), CHARACTERS - text.length()));
            show();
        }

        private void show() {
            if (text.toString().isBlank() || !pacing.due(text.length(), now())) {
                return;
            }
            if (draft.show(Markdown.growing(text.toString()))) {
                pacing.shown(text.length(), now());
            } else {
                pacing.blocked(now());
            }
        }

        private Reply end() {
            if (text.toString().isBlank()) {
                return failed(ModelServer.Trouble.AWAY, "the model said nothing");
            }
            conversation.add(question, text.toString());
            draft.show(Markdown.whole(text.toString()));
            long seconds = Math.max(1, Duration.between(start, now()).toMillis() + 500) / 1_000;
            return new Reply.Say(Markdown.ending(
                    text.toString(), "(%s, %d s)".formatted(setting.config().model(), Math.max(1, seconds))));
        }

        private Reply slow() {
            if (!text.isEmpty()) {
                return stopped(SLOW);
            }
            return Duration.between(start, now()).compareTo(WHOLE) >= 0
                    ? Reply.refuse("ask: no answer within 2 min.")
                    : failed(ModelServer.Trouble.AWAY, "nothing for " + FIRST_BYTE.toSeconds() + " s");
        }

        private Reply failed(ModelServer.Trouble trouble, String why) {
            if (!text.toString().isBlank()) {
                setting.desk().tell("ask: the model server failed in the midst of an answer: " + why);
                return stopped(trouble == ModelServer.Trouble.SLOW ? SLOW : FAILED);
            }
            return switch (trouble) {
                case AWAY -> {
                    setting.desk().tell("ask: the model server does not answer: " + why);
                    yield Reply.refuse("ask: the model server does not answer. An admin has been told.");
                }
                case NOT_INSTALLED ->
                    Reply.refuse("ask: the model \"%s\" is not installed."
                            .formatted(setting.config().model()));
                case BUSY -> Reply.refuse("ask: the model is busy. Try again in a minute.");
                case SLOW -> Reply.refuse("ask: no answer within 2 min.");
            };
        }

        private Reply stopped(String note) {
            return new Reply.Say(Markdown.ending(text.toString(), note));
        }
    }

    private Instant now() {
        return setting.clock().instant();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
