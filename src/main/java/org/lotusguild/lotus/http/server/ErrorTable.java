package org.lotusguild.lotus.http.server;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an exception is for the one who asked. A defect shows a code only, and the log shows the code with the defect. */
final class ErrorTable {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorTable.class);
    private final RandomGenerator random;

    ErrorTable(RandomGenerator random) {
        this.random = random;
    }

    Response response(String request, RuntimeException failure) {
        return switch (failure) {
            case Refusal refusal -> refusal.response();
            case MalformedJson json -> Response.error(400, "M_NOT_JSON", String.valueOf(json.getMessage()));
            default -> defect(request, failure);
        };
    }

    private Response defect(String request, RuntimeException failure) {
        String code = HexFormat.of().toHexDigits(random.nextInt());
        LOG.atError()
                .addKeyValue("code", code)
                .addKeyValue("request", request)
                .setCause(failure)
                .log("a request failed");
        return Response.error(500, "M_UNKNOWN", "something went wrong here; in the log it has the code " + code);
    }
}
