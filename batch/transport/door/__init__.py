"""The built-in SFTP door: for trying out and for small installations; production stands behind OpenSSH or SFTPGo."""
