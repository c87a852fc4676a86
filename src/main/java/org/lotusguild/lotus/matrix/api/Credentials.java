package org.lotusguild.lotus.matrix.api;

import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;

/** In whose name requests are made. */
public sealed interface Credentials {

    /** A user of an application service: its {@code as_token}, with user and device in the query (MSC4326). */
    record AppserviceUser(Secret asToken, UserId user, DeviceId device) implements Credentials {}

    /** A user of an application service, none of its devices: for what is no matter of keys. */
    record DevicelessUser(Secret asToken, UserId user) implements Credentials {}

    /** An ordinary login. */
    record Login(Secret accessToken) implements Credentials {}

    /** Nobody yet: for {@link MatrixApi#login}. */
    record Nobody() implements Credentials {}
}
