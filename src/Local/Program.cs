using MakeDevice.Command;
using MakeDevice.Local.Hosting;

return await CommandTree.RunAsync(args, [.. CommandTree.OfBoards(), ServeCommand.Create(), HealthCommand.Create()]);
