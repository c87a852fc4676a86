package org.lotusguild.lotus.http.server;

import java.util.Optional;
import org.lotusguild.lotus.base.Secret;

/** What a room does with one request. What it throws becomes an answer by {@link ErrorTable}. */
@FunctionalInterface
public interface Handler {
    String SCHEME = "Bearer ";

    Response handle(Request request);

    /** The same for those only who present the token as {@code Authorization: Bearer …}. */
    static Handler guarded(Secret token, Handler handler) {
        return request -> {
            Optional<String> presented = request.header("authorization")
                    .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()));
            if (presented.isEmpty()) {
                return Response.error(401, "M_MISSING_TOKEN", "a token is needed")
                        .header("WWW-Authenticate", "Bearer");
            }
            return token.matches(presented.get().substring(SCHEME.length()))
                    ? handler.handle(request)
                    : Response.error(401, "M_UNKNOWN_TOKEN", "the token is not valid")
                            .header("WWW-Authenticate", "Bearer");
        };
    }
}
