package org.lotusguild.lotus.http;

final class OutgoingHttpTest extends CallerContract {

    @Override
    HttpCaller caller(String version) {
        return new OutgoingHttp(version);
    }
}
