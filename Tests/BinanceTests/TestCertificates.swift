/// Certificates made for these tests alone; their keys protect nothing.
///
/// Both are valid from 2020 to 2120.
enum TestCertificates {
    /// Issued by itself for `localhost` and 127.0.0.1.
    static let localhost = """
        -----BEGIN CERTIFICATE-----
        MIIBeTCCASCgAwIBAgIUZp19g1DapPmDLQWhKSEh8a72fpEwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAx
        MDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAQcN68y4CWhiMZoh1+kdyGLlDR01B4OJoTrmB4XT0NOYBT/ZOWYqx1P
        HUTTnEEu+lh+KMjNJeMx9hmkRGAfIZWSo04wTDAPBgNVHRMBAf8EBTADAQH/MBoG
        A1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAdBgNVHQ4EFgQUfLD6VbgRNB9uYcQK
        /Ox3FLU+JB4wCgYIKoZIzj0EAwIDRwAwRAIgcYbZYw2LDjnfepN4I7ykzEfT0AqW
        0RbzSvX863ajCYoCIBFsVlHMK3d6ftpf7F6sE5Xs7QzSgpTgo1uOiy3A7sLH
        -----END CERTIFICATE-----
        """
    /// The key of the certificate for `localhost`.
    static let localhostKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglUJ7RypMZRUNqkgd
        T3LvUaR0qX1RUsCazlyQeGOfSEqhRANCAAQcN68y4CWhiMZoh1+kdyGLlDR01B4O
        JoTrmB4XT0NOYBT/ZOWYqx1PHUTTnEEu+lh+KMjNJeMx9hmkRGAfIZWS
        -----END PRIVATE KEY-----
        """
    /// Issued by itself for `other.example`, a name that no test connects to.
    static let other = """
        -----BEGIN CERTIFICATE-----
        MIIBgDCCASagAwIBAgIUTKA0+fRM4AATLwv3dQ5XDFPVfcwwCgYIKoZIzj0EAwIw
        GDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIw
        MDEwMTAwMDAwMFowGDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABEtrFKvizn5JL++qhjtm2ykWLv+8V4czNehXwdLly/4j
        4hwV7LErl9g9TGkUyp1R8VGDYhanAI11E0uLHjJ3hMejTDBKMA8GA1UdEwEB/wQF
        MAMBAf8wGAYDVR0RBBEwD4INb3RoZXIuZXhhbXBsZTAdBgNVHQ4EFgQUG0tjQ9SK
        ofsAUtF0XWYCanceSj8wCgYIKoZIzj0EAwIDSAAwRQIhALNZzbtOWC12AW5kPzZg
        hlimh0y3fCw/sbdcCSmhZGzVAiAU1m2z5JmKKWtnk6yYy8Cius6gJ55n3oHFhvyo
        tyOx9A==
        -----END CERTIFICATE-----
        """
    /// The key of the certificate for `other.example`.
    static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2QfMb6KjALhx2qjO
        FkQQKuc4Qi+gBo2ttbQE6+XTo7OhRANCAARLaxSr4s5+SS/vqoY7ZtspFi7/vFeH
        MzXoV8HS5cv+I+IcFeyxK5fYPUxpFMqdUfFRg2IWpwCNdRNLix4yd4TH
        -----END PRIVATE KEY-----
        """
}
