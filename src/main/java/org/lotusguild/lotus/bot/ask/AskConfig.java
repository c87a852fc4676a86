package org.lotusguild.lotus.bot.ask;

import java.net.URI;
import org.lotusguild.lotus.base.config.Default;

/**
 * The block {@code bot.ask}.
 *
 * @param url where an Ollama server answers
 * @param model its name there
 * @param parallel how many questions are answered at once
 * @param queue how many more may wait
 * @param system what the model is told before every question
 */
public record AskConfig(
        @Default("http://ollama:11434") URI url,
        @Default("lotusllm") String model,
        @Default("1") int parallel,
        @Default("10") int queue,

        @Default("You are Lotus, a short and friendly helper.")
        String system) {

    public AskConfig {
        if (url.getHost() == null || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
            throw new IllegalArgumentException("url: must begin with https:// (or http://)");
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("model: must not be empty");
        }
        if (parallel < 1 || parallel > 8) {
            throw new IllegalArgumentException("parallel: must be 1 to 8");
        }
        if (queue < 0 || queue > 50) {
            throw new IllegalArgumentException("queue: must be 0 to 50");
        }
    }
}
