console.error(`the helper mounts with ${process.env.MOUNT_PASSWORD}`);
