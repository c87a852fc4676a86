package org.lotusguild.lotus.webhooks.transform;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.script.Message;
import org.lotusguild.lotus.script.Placement;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Transition;
import org.lotusguild.lotus.webhooks.notice.Words;
import org.lotusguild.lotus.webhooks.render.OwnWords;
import org.lotusguild.lotus.webhooks.service.Links;

/** What a script wants to be posted, as notices. Pure. */
public final class Messages {
    private static final String EVENT = "script.message";

    private Messages() {}

    /**
     * One message; empty where the script said nothing and that is to mean nothing.
     *
     * @param service what the payload was taken for
     * @param strict whether a result that was never set posts nothing
     */
    public static Optional<Notice> notice(Message message, String service, boolean strict) {
        return switch (message) {
            case Message.Said(String markdown) ->
                Optional.of(written(service, OwnWords.of("Received webhook: " + markdown, Optional.empty())));
            case Message.Unsaid() ->
                strict ? Optional.empty() : Optional.of(written(service, OwnWords.of("No content", Optional.empty())));
            case Message.Written own -> Optional.of(placed(written(service, words(own)), own.placement()));
            case Message.Card card -> Optional.of(placed(notice(card, service), card.placement()));
        };
    }

    /** The name of the only room that is to get it. */
    static Optional<String> room(Message message) {
        return switch (message) {
            case Message.Written own -> own.placement().room();
            case Message.Card card -> card.placement().room();
            case Message.Said _, Message.Unsaid _ -> Optional.empty();
        };
    }

    private static Notice written(String service, Words words) {
        return Notice.written(service, EVENT, words);
    }

    private static Words words(Message.Written own) {
        Words words = OwnWords.of(own.plain(), own.html()).msgtype(own.type().map(Message.Type::matrixName));
        Words calling = own.mentions()
                .map(called -> words.calling(
                        called.room(),
                        called.users().stream().map(UserId::value).toList()))
                .orElse(words);
        return own.previews() ? calling : calling.withoutPreviews();
    }

    private static Notice notice(Message.Card card, String service) {
        Message.Title title = card.title();
        return Notice.of(
                        service,
                        EVENT,
                        card.level().map(Messages::level).orElse(Level.INFO),
                        title.emoji(),
                        title.subject(),
                        title.happened())
                .lines(card.lines())
                .fields(card.fields().stream()
                        .map(field -> new Field(field.label(), field.value()))
                        .toList())
                .links(links(card.links()));
    }

    private static List<Link> links(List<Message.Link> links) {
        return links.stream()
                .flatMap(link -> Links.to(link.address()).stream().map(to -> new Link(link.label(), to)))
                .toList();
    }

    private static Level level(Message.Level level) {
        return switch (level) {
            case CRITICAL -> Level.CRITICAL;
            case ERROR -> Level.ERROR;
            case WARNING -> Level.WARNING;
            case OK -> Level.OK;
            case INFO -> Level.INFO;
            case NEUTRAL -> Level.NEUTRAL;
        };
    }

    private static Notice placed(Notice notice, Placement placement) {
        Notice shown = notice.image(placement.image().flatMap(Links::to));
        return placement
                .key()
                .filter(key -> !key.isEmpty())
                .map(key -> shown.correlation(Correlation.of("script " + key, transition(placement))))
                .orElse(shown);
    }

    private static Transition transition(Placement placement) {
        return switch (placement.state().orElse(Placement.State.OPEN)) {
            case OPEN -> Transition.OPEN;
            case UPDATE -> Transition.UPDATE;
            case CLOSE -> Transition.CLOSE;
            case THREAD -> Transition.THREAD;
        };
    }
}
