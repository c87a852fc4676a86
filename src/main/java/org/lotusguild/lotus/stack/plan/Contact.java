package org.lotusguild.lotus.stack.plan;

import java.util.Optional;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.base.id.UserId;

/** Who can be asked when something is wrong with the server; {@code /.well-known/matrix/support} tells everybody. */
public record Contact(@Default("admin") Kind role, Optional<UserId> user, Optional<String> email) {

    /** What for. */
    public enum Kind {
        ADMIN,
        SECURITY
    }

    public Contact {
        if (email.isPresent() && !email.get().matches("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253}")) {
            throw new IllegalArgumentException("email: not an address, write it like admin@example.org");
        }
        if (user.isEmpty() && email.isEmpty()) {
            throw new IllegalArgumentException("give user, email or both");
        }
    }
}
