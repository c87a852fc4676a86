package org.lotusguild.lotus.bot.ask;

import java.net.URI;
import java.time.Duration;
import org.lotusguild.lotus.bot.basic.ServiceCheck;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;

/** Whether the model server answers. */
public record ModelCheck(HttpCaller http, URI url) implements ServiceCheck {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final long CAP = 64 << 10;

    @Override
    public String name() {
        return "model server";
    }

    @Override
    public String address() {
        return url.toString();
    }

    @Override
    public Reading check() {
        long start = System.nanoTime();
        HttpAnswer answer = http.send(HttpCall.of("GET", url).timeout(LIMIT).answerCap(CAP));
        return answer.status() < 500
                ? new Up(Duration.ofNanos(System.nanoTime() - start))
                : new Down("it answers " + answer.status());
    }
}
