package org.lotusguild.lotus.webhooks.calm;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Transition;

/** What came in quiet hours, as one message. */
public final class Digest {
    private static final String NOBODY = "lotus";
    private static final String EVENT = ".digest";

    private Digest() {}

    /** @param held in the order of arrival, at least one */
    public static Notice of(List<Notice> held) {
        List<String> services = held.stream().map(Notice::service).distinct().toList();
        String service = services.size() == 1 ? services.getFirst() : NOBODY;
        List<String> lines = things(held).stream()
                .sorted(Comparator.comparing(Notice::level))
                .map(Notice::title)
                .toList();
        String messages = held.size() + (held.size() == 1 ? " message" : " messages");
        return Notice.of(service, service + EVENT, Together.worst(held), "🌅", messages + " from the night", "")
                .lines(Together.some(lines, Together.LINES));
    }

    /** Whether it is one. */
    public static boolean is(Notice notice) {
        return notice.event().endsWith(EVENT);
    }

    /** Each thing once, as it stands in the morning; what has no key stands for itself. */
    private static Collection<Notice> things(List<Notice> held) {
        Map<String, Notice> things = new LinkedHashMap<>();
        for (int i = 0; i < held.size(); i++) {
            Notice notice = held.get(i);
            String key = notice.correlation()
                    .filter(correlation -> !correlation.key().isEmpty())
                    .map(correlation -> notice.service() + " " + correlation.key())
                    .orElse(String.valueOf(i));
            if (!aside(notice) || !things.containsKey(key)) {
                things.put(key, notice);
            }
        }
        return things.values();
    }

    /** A remark in the thread says nothing about how the thing stands. */
    private static boolean aside(Notice notice) {
        return notice.correlation().map(Correlation::transition).orElse(Transition.OPEN) == Transition.THREAD;
    }
}
